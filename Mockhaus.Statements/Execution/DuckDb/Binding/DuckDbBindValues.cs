using System.Globalization;
using DuckDB.NET.Native;
using Mockhaus.Statements.Results;
using static DuckDB.NET.Native.NativeMethods;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Converts the text values of the SQL API to DuckDB values. Throws FormatException or OverflowException for a value that does
/// not fit.</summary>
internal static class DuckDbBindValues
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static DuckDBValue Create(DuckDbBindType type, string value) => type.Name switch
    {
        "FIXED" => type.Number == default ? Fixed(value, type.Digits) : type.Number.ToValue(value) ?? Fixed(value, type.Digits),
        "REAL" or "DECFLOAT" => Value.DuckDBCreateDouble(TextNumbers.TryReal(value.AsSpan().Trim(), out var number) ? number : throw new FormatException()),
        "TEXT" => Text(value),
        "BOOLEAN" => Value.DuckDBCreateBool(value is "1" || (value is not "0" && bool.Parse(value))),
        "BINARY" => Binary(Convert.FromHexString(value)),
        "DATE" => Value.DuckDBCreateDate(new() { Days = DuckDbBindTimes.Days(value) }),
        "TIME" => Time(Long(value)),
        "TIMESTAMP_NTZ" when type.IsNano => Value.DuckDBCreateTimestampNs(new() { Micros = Long(value) }),
        "TIMESTAMP_NTZ" => Value.DuckDBCreateTimestamp(new() { Micros = DuckDbBindTimes.Microseconds(value) }),
        "TIMESTAMP_LTZ" => TimestampTz(value),
        "TIMESTAMP_TZ" => TimestampTz(Instant(value)),
        var unknown => throw DuckDbErrors.Bind("002040", $"SQL compilation error:\nUnsupported data type '{unknown}'."),
    };

    private static DuckDBValue Fixed(string value, DecimalType type)
    {
        if (type.IsInt64)
        {
            return Value.DuckDBCreateInt64(Long(value));
        }

        var (unscaled, scale) = DecimalType.Parse(value);
        return Value.DuckDBCreateDecimal(new(type.Precision, type.Scale, new(type.Rescale(unscaled, scale))));
    }

    /// <summary>DuckDB.NET passes texts as C strings, so a text with a NUL would be truncated silently.</summary>
    private static DuckDBValue Text(string value) =>
        value.Contains('\0', StringComparison.Ordinal) ? throw new FormatException() : Value.DuckDBCreateVarchar(value);

    private static DuckDBValue Binary(byte[] bytes) => Value.DuckDBCreateBlob(bytes, bytes.Length);

    private static DuckDBValue Time(long nanoseconds) => nanoseconds is >= 0 and <= 86_400_000_000_000
        ? Value.DuckDBCreateTime(new() { Micros = nanoseconds / 1000 })
        : throw new OverflowException();

    /// <summary>The offset is checked and discarded, because DuckDB only stores the instant.</summary>
    private static string Instant(string value) => value.Split(' ') switch
    {
        [var nanoseconds] => nanoseconds,
        [var nanoseconds, var offset] when Long(offset) is >= 0 and <= 2880 => nanoseconds,
        _ => throw new FormatException(),
    };

    private static DuckDBValue TimestampTz(string nanoseconds) =>
        Value.DuckDBCreateTimestampTz(new() { Micros = DuckDbBindTimes.Microseconds(nanoseconds) });

    private static long Long(string value) => long.Parse(value, NumberStyles.AllowLeadingSign, Invariant);
}
