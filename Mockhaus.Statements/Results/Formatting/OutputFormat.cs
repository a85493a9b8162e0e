using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Mockhaus.Statements.Results;

/// <summary>A parsed Snowflake format for dates and times. Writing a cell does not allocate.</summary>
internal sealed class OutputFormat(string text, FormatElement[] elements)
{
    private static readonly byte[][] Months = Utf8(CultureInfo.InvariantCulture.DateTimeFormat.MonthNames);
    private static readonly byte[][] Weekdays = Utf8(CultureInfo.InvariantCulture.DateTimeFormat.DayNames);
    private const int AbbreviationLength = 3;

    /// <summary>The text of the format.</summary>
    public string Text { get; } = text;

    /// <summary>The maximum number of bytes of a cell.</summary>
    public int MaxLength { get; } = elements.Sum(element => element.MaxLength);

    /// <summary>Writes a date and time.</summary>
    /// <returns>The number of bytes written.</returns>
    public int Write(in CalendarDateTime moment, Span<byte> target)
    {
        var length = 0;
        foreach (ref readonly var element in elements.AsSpan())
        {
            length += Write(element, moment, target[length..]);
        }

        return length;
    }

    private static int Write(in FormatElement element, in CalendarDateTime moment, Span<byte> target) => element.Field switch
    {
        FormatField.Literal => Copy(element.Text, target),
        FormatField.Year => Year(moment.Date.Year, target),
        FormatField.ShortYear => Digits((int)Math.Abs(moment.Date.Year % 100), 2, target),
        FormatField.Month => Digits(moment.Date.Like.Month, 2, target),
        FormatField.MonthAbbreviation => Copy(Months[moment.Date.Like.Month - 1].AsSpan(0, AbbreviationLength), target),
        FormatField.MonthName => Copy(Months[moment.Date.Like.Month - 1], target),
        FormatField.Day => Digits(moment.Date.Like.Day, 2, target),
        FormatField.DayAbbreviation => Copy(Weekdays[(int)moment.Date.Like.DayOfWeek].AsSpan(0, AbbreviationLength), target),
        FormatField.Hour24 => Digits(moment.Hour, 2, target),
        FormatField.Hour12 => Digits(moment.Hour % 12 == 0 ? 12 : moment.Hour % 12, 2, target),
        FormatField.Meridiem => Copy(moment.Hour % 24 < 12 ? "AM"u8 : "PM"u8, target),
        FormatField.Minute => Digits(moment.Minute, 2, target),
        FormatField.Second => Digits(moment.Second, 2, target),
        FormatField.Fraction => Fraction(moment.Nanoseconds, element.Digits, target),
        _ => Offset(element.Field, moment.OffsetMinutes, target),
    };

    private static int Year(long year, Span<byte> target)
    {
        var length = 0;
        if (year < 0)
        {
            target[length++] = (byte)'-';
        }

        // At least four digits; years after 9999 have more.
        Utf8Formatter.TryFormat(Math.Abs(year), target[length..], out var written, new('D', 4));
        return length + written;
    }

    private static int Fraction(int nanoseconds, int digits, Span<byte> target)
    {
        Span<byte> all = stackalloc byte[9];
        Digits(nanoseconds, 9, all);
        return Copy(all[..digits], target);
    }

    private static int Offset(FormatField field, int minutes, Span<byte> target)
    {
        var magnitude = Math.Abs(minutes);
        if (field == FormatField.OffsetMinute)
        {
            return Digits(magnitude % 60, 2, target);
        }

        target[0] = minutes < 0 ? (byte)'-' : (byte)'+';
        var length = 1 + Digits(magnitude / 60, 2, target[1..]);
        if (field == FormatField.OffsetHour)
        {
            return length;
        }

        if (field == FormatField.OffsetHourColonMinute)
        {
            target[length++] = (byte)':';
        }

        return length + Digits(magnitude % 60, 2, target[length..]);
    }

    private static int Digits(int value, int count, Span<byte> target)
    {
        for (var digit = count - 1; digit >= 0; digit--)
        {
            (value, var last) = Math.DivRem(value, 10);
            target[digit] = (byte)('0' + last);
        }

        return count;
    }

    private static int Copy(ReadOnlySpan<byte> bytes, Span<byte> target)
    {
        bytes.CopyTo(target);
        return bytes.Length;
    }

    private static byte[][] Utf8(string[] names) => [.. names.Select(Encoding.UTF8.GetBytes)];
}
