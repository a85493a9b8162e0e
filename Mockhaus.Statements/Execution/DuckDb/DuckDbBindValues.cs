using System.Globalization;
using DuckDB.NET.Native;
using static DuckDB.NET.Native.NativeMethods;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Values of the SQL API, which are text, as DuckDB's. What does not fit is a FormatException or an OverflowException.</summary>
internal static class DuckDbBindValues
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static DuckDBValue Of(string type, string value, DecimalShape shape, NumberType wanted) => type switch
    {
        "FIXED" => wanted == default ? Fixed(value, shape) : wanted.Of(value) ?? Fixed(value, shape),
        "REAL" or "DECFLOAT" => Value.DuckDBCreateDouble(double.Parse(value, NumberStyles.Float, Invariant)),
        "TEXT" => Text(value),
        "BOOLEAN" => Value.DuckDBCreateBool(value is "1" || (value is not "0" && bool.Parse(value))),
        "BINARY" => Binary(Convert.FromHexString(value)),
        "DATE" => Value.DuckDBCreateDate(new() { Days = checked((int)FloorDiv(Long(value), 86_400_000)) }),
        "TIME" => Time(Long(value)),
        "TIMESTAMP_NTZ" => Timestamp(Long(value)),
        "TIMESTAMP_LTZ" => TimestampTz(Long(value)),
        "TIMESTAMP_TZ" => TimestampTz(Instant(value)),
        _ => throw DuckDbErrors.Bind("002040", $"SQL compilation error:\nUnsupported data type '{type}'."),
    };

    private static DuckDBValue Fixed(string value, DecimalShape shape)
    {
        if (shape.IsInt64)
        {
            return Value.DuckDBCreateInt64(Long(value));
        }

        var (unscaled, scale) = DecimalShape.Parse(value);
        return Value.DuckDBCreateDecimal(new(shape.Precision, shape.Scale, new(shape.Rescale(unscaled, scale))));
    }

    /// <summary>DuckDB.NET hands texts over as C strings; one with a NUL would arrive cut short, without a word.</summary>
    private static DuckDBValue Text(string value) =>
        value.Contains('\0', StringComparison.Ordinal) ? throw new FormatException() : Value.DuckDBCreateVarchar(value);

    private static DuckDBValue Binary(byte[] bytes) => Value.DuckDBCreateBlob(bytes, bytes.Length);

    private static DuckDBValue Time(long nanoseconds) => nanoseconds is >= 0 and <= 86_400_000_000_000
        ? Value.DuckDBCreateTime(new() { Micros = nanoseconds / 1000 })
        : throw new OverflowException();

    /// <summary>The offset is checked and then not needed: DuckDB keeps the instant alone.</summary>
    private static long Instant(string value) => value.Split(' ') switch
    {
        [var nanoseconds] => Long(nanoseconds),
        [var nanoseconds, var offset] when Long(offset) is >= 0 and <= 2880 => Long(nanoseconds),
        _ => throw new FormatException(),
    };

    private static DuckDBValue Timestamp(long nanoseconds) => nanoseconds % 1000 == 0
        ? Value.DuckDBCreateTimestamp(new() { Micros = nanoseconds / 1000 })
        : Value.DuckDBCreateTimestampNs(new() { Micros = nanoseconds });

    private static DuckDBValue TimestampTz(long nanoseconds) =>
        Value.DuckDBCreateTimestampTz(new() { Micros = FloorDiv(nanoseconds, 1000) });

    private static long Long(string value) => long.Parse(value, NumberStyles.AllowLeadingSign, Invariant);

    private static long FloorDiv(long value, long divisor) => (long)Math.Floor((decimal)value / divisor);
}
