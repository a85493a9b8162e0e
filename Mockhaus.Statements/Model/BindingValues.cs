using System.Collections;
using System.Globalization;
using System.Numerics;

namespace Mockhaus.Statements;

/// <summary>Converts CLR values to bindings of the SQL API. No value is rounded, and none depends on the machine's culture or time
/// zone.</summary>
internal static class BindingValues
{
    public const string Text = "TEXT";

    /// <summary>The offset from UTC is written in minutes from -24 hours.</summary>
    private const int MinutesToZero = 1440;

    private const int NanosecondsPerTick = 100;

    public static StatementBinding From(object? value) => value switch
    {
        StatementBinding binding => binding,
        null or DBNull => new(Text, null),
        string or byte[] or Memory<byte> or ReadOnlyMemory<byte> => Single(value),
        object[] when value.GetType() == typeof(object[]) => throw new ArgumentException(
            "An array of objects is not accepted, because it can mean one value for each placeholder or a batch for one. Pass each value separately, or a batch as an array of its type.",
            nameof(value)),
        IEnumerable values => Batch(values),
        _ => Single(value),
    };

    private static StatementBinding Single(object value)
    {
        var (type, text) = Form(value);
        return new(type, text);
    }

    private static StatementBinding Batch(IEnumerable values)
    {
        string? type = null;
        var texts = new List<string?>();
        foreach (var value in values)
        {
            if (value is null or DBNull)
            {
                texts.Add(null);
                continue;
            }

            var (each, text) = Form(value);
            if (type is not null && each != type)
            {
                throw new ArgumentException($"The values of a batch must have one type; these have {type} and {each}.", nameof(values));
            }

            type = each;
            texts.Add(text);
        }

        return new(type ?? Text, null) { Values = texts };
    }

    private static (string Type, string Text) Form(object value) => value switch
    {
        string text => (Text, text),
        char character => (Text, character.ToString()),
        Guid guid => (Text, guid.ToString()),
        bool boolean => ("BOOLEAN", boolean ? "true" : "false"),
        sbyte or byte or short or ushort or int or uint or long or ulong or Int128 or UInt128 or BigInteger or decimal =>
            ("FIXED", ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture)),
        double number => ("REAL", Real(number)),
        float number => ("REAL", Real(number)),
        Half number => ("REAL", Real((double)number)),
        byte[] bytes => ("BINARY", Convert.ToHexString(bytes)),
        Memory<byte> bytes => ("BINARY", Convert.ToHexString(bytes.Span)),
        ReadOnlyMemory<byte> bytes => ("BINARY", Convert.ToHexString(bytes.Span)),
        DateOnly date => ("DATE", Number((date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) * (Int128)86_400_000)),
        TimeOnly time => ("TIME", Nanoseconds(time.Ticks)),
        DateTime moment => ("TIMESTAMP_NTZ", Nanoseconds(moment.Ticks - DateTime.UnixEpoch.Ticks)),
        DateTimeOffset moment => (
            "TIMESTAMP_TZ",
            $"{Nanoseconds(moment.UtcTicks - DateTime.UnixEpoch.Ticks)} {Number(MinutesToZero + (Int128)moment.TotalOffsetMinutes)}"),
        _ => throw new ArgumentException(
            $"A {value.GetType()} cannot be converted to a binding. Convert it to a string, a number, a bool, bytes or a time, or create a StatementBinding with its type.",
            nameof(value)),
    };

    /// <summary>The fewest digits that read back as the same number; NaN and infinities as Snowflake writes them.</summary>
    private static string Real(double number) => number switch
    {
        double.NaN => "NaN",
        double.PositiveInfinity => "inf",
        double.NegativeInfinity => "-inf",
        _ => number.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string Nanoseconds(long ticks) => Number((Int128)ticks * NanosecondsPerTick);

    private static string Number(Int128 number) => number.ToString(CultureInfo.InvariantCulture);
}
