using System.Buffers.Text;
using System.Runtime.CompilerServices;

namespace Mockhaus.Statements.Results;

/// <content>Dates and times. A CLR tick is 100 ns: further digits are cut, towards the past. ResultTimestamp has all digits.</content>
internal readonly ref partial struct Cell
{
    private const string OutOfRange = "Read it as ResultTimestamp, or as text (GetString).";
    private const long SecondsPerDay = 86_400;
    private const long MinSeconds = -62_135_596_800;
    private const long MaxSeconds = 253_402_300_799;
    private const int EpochDay = 719_162;
    private const int OffsetBase = 1440;

    private bool IsTimestamp => _column.Type is >= ResultColumnType.TimestampNtz and <= ResultColumnType.TimestampTz;

    public DateOnly GetDate()
    {
        var text = Expect(_column.Type == ResultColumnType.Date);
        if (!Utf8Parser.TryParse(text, out long days, out var read) || read != text.Length)
        {
            throw Malformed();
        }

        return days >= -EpochDay && days <= DateOnly.MaxValue.DayNumber - EpochDay
            ? DateOnly.FromDayNumber((int)days + EpochDay)
            : throw DoesNotFit("the years 1 to 9999", "Read it as text (GetString).");
    }

    public TimeOnly GetTime()
    {
        var ticks = TicksOfDay();
        return ticks < TimeSpan.TicksPerDay ? new(ticks) : throw DoesNotFit("a TimeOnly", "Read it as TimeSpan, or as ResultTimestamp.");
    }

    /// <summary>Reads a time of day, up to 24:00:00.</summary>
    public TimeSpan GetTimeSpan() => new(TicksOfDay());

    public ResultTimestamp GetTimestamp() => Moment(Expect(IsTimestamp || _column.Type == ResultColumnType.Time));

    /// <summary>Reads the midnight of a date, a timestamp without a time zone unchanged, or the instant of a timestamp with a time zone in
    /// UTC.</summary>
    public DateTime GetDateTime()
    {
        if (_column.Type == ResultColumnType.Date)
        {
            RefuseNull(nameof(GetDateTime));
            return GetDate().ToDateTime(TimeOnly.MinValue);
        }

        var kind = _column.Type == ResultColumnType.TimestampNtz ? DateTimeKind.Unspecified : DateTimeKind.Utc;
        return new(Ticks(Moment(Expect(IsTimestamp))), kind);
    }

    public DateTimeOffset GetDateTimeOffset()
    {
        var moment = Moment(Expect(_column.Type is ResultColumnType.TimestampLtz or ResultColumnType.TimestampTz));
        var offset = TimeSpan.FromMinutes(moment.OffsetMinutes ?? 0);
        var local = Ticks(moment) + offset.Ticks;
        return Math.Abs(offset.Ticks) <= 14 * TimeSpan.TicksPerHour && local >= 0 && local <= DateTime.MaxValue.Ticks
            ? new(local, offset)
            : throw DoesNotFit("a DateTimeOffset", OutOfRange);
    }

    private long TicksOfDay([CallerMemberName] string getter = "")
    {
        var moment = Moment(Expect(_column.Type == ResultColumnType.Time, getter));
        return (moment.Seconds, moment.Nanoseconds) is ( >= 0 and < SecondsPerDay, _) or (SecondsPerDay, 0)
            ? (moment.Seconds * TimeSpan.TicksPerSecond) + (moment.Nanoseconds / TimeSpan.NanosecondsPerTick)
            : throw DoesNotFit("the time of a day", OutOfRange);
    }

    private long Ticks(ResultTimestamp moment) => moment.Seconds is >= MinSeconds and <= MaxSeconds
        ? ((moment.Seconds - MinSeconds) * TimeSpan.TicksPerSecond) + (moment.Nanoseconds / TimeSpan.NanosecondsPerTick)
        : throw DoesNotFit("the years 1 to 9999", OutOfRange);

    private ResultTimestamp Moment(ReadOnlySpan<byte> text)
    {
        int? offset = null;
        if (_column.Type == ResultColumnType.TimestampTz)
        {
            var space = text.IndexOf((byte)' ');
            if (space < 0 || !Utf8Parser.TryParse(text[(space + 1)..], out int minutes, out var digits) || digits != text.Length - space - 1)
            {
                throw Malformed();
            }

            offset = minutes - OffsetBase;
            text = text[..space];
        }

        var isNegative = text is [(byte)'-', ..];
        text = text[(isNegative ? 1 : 0)..];
        if (!Utf8Parser.TryParse(text, out long seconds, out var read) || seconds < 0)
        {
            throw Malformed();
        }

        var nanoseconds = Fraction(text[read..]);

        // The sign applies to the whole number, and the seconds are rounded down: "-1.5" is second -2 and 500,000,000 ns.
        return !isNegative ? new(seconds, nanoseconds, offset)
            : nanoseconds == 0 ? new(-seconds, 0, offset)
            : new(-seconds - 1, 1_000_000_000 - nanoseconds, offset);
    }

    private int Fraction(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return 0;
        }

        if (text[0] != '.' || text.Length > 10 || !Utf8Parser.TryParse(text[1..], out int value, out var read) || read != text.Length - 1 || value < 0)
        {
            throw Malformed();
        }

        for (var digits = read; digits < 9; digits++)
        {
            value *= 10;
        }

        return value;
    }
}
