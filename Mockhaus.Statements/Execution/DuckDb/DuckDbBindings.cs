using System.Globalization;
using DuckDB.NET.Native;
using static DuckDB.NET.Native.NativeMethods;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Binds the values of a request to the placeholders of a prepared statement: <c>?</c> and <c>$1</c> by position, <c>$name</c> by name.</summary>
internal static class DuckDbBindings
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static void Bind(DuckDBPreparedStatement prepared, IReadOnlyDictionary<string, StatementBinding> bindings)
    {
        var expected = PreparedStatements.DuckDBParams(prepared);
        var bound = new HashSet<long>();
        foreach (var (name, binding) in bindings)
        {
            if (IndexOf(prepared, name) is { } index && index >= 1 && index <= expected)
            {
                using var value = ToValue(name, binding);
                PreparedStatements.DuckDBBindValue(prepared, index, value);
                bound.Add(index);
            }
        }

        for (var index = 1L; index <= expected; index++)
        {
            if (!bound.Contains(index))
            {
                throw Error("002049", $"SQL compilation error:\nBind variable :{index} not set.");
            }
        }
    }

    /// <summary>The placeholder's position; null for one that the statement does not have, which is ignored as Snowflake does.</summary>
    private static long? IndexOf(DuckDBPreparedStatement prepared, string name)
    {
        if (long.TryParse(name, NumberStyles.None, Invariant, out var position))
        {
            return position;
        }

        var state = PreparedStatements.DuckDBBindParameterIndex(prepared, out var index, name);
        return state == DuckDBState.Success ? index : null;
    }

    private static DuckDBValue ToValue(string name, StatementBinding binding)
    {
        if (binding.Value is null)
        {
            return Value.DuckDBCreateNullValue();
        }

        try
        {
            return ToValue(binding.Type.ToUpperInvariant(), binding.Value);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            // The value itself stays out of the message: bindings are the user's secrets.
            throw Error("002086", $"The value of bind variable :{name} does not fit its type {binding.Type}.");
        }
    }

    private static DuckDBValue ToValue(string type, string value) => type switch
    {
        "FIXED" => Fixed(value),
        "REAL" or "DECFLOAT" => Value.DuckDBCreateDouble(double.Parse(value, NumberStyles.Float, Invariant)),
        "TEXT" => Text(value),
        "BOOLEAN" => Value.DuckDBCreateBool(value is "1" || (value is not "0" && bool.Parse(value))),
        "BINARY" => Binary(Convert.FromHexString(value)),
        "DATE" => Value.DuckDBCreateDate(new() { Days = checked((int)FloorDiv(Long(value), 86_400_000)) }),
        "TIME" => Time(Long(value)),
        "TIMESTAMP_NTZ" => Timestamp(Long(value)),
        "TIMESTAMP_LTZ" => TimestampTz(Long(value)),
        "TIMESTAMP_TZ" => TimestampTz(Instant(value)),
        _ => throw Error("002040", $"SQL compilation error:\nUnsupported data type '{type}'."),
    };

    private static DuckDBValue Fixed(string value)
    {
        if (long.TryParse(value, NumberStyles.AllowLeadingSign, Invariant, out var whole))
        {
            return Value.DuckDBCreateInt64(whole);
        }

        var point = value.IndexOf('.', StringComparison.Ordinal);
        var scale = point < 0 ? 0 : value.Length - point - 1;
        if (point != value.LastIndexOf('.'))
        {
            throw new FormatException();
        }

        var unscaled = Int128.Parse(value.Replace(".", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, Invariant);
        var digits = Int128.Abs(unscaled).ToString(Invariant).Length;
        return scale > 38 || digits > 38
            ? throw new OverflowException()
            : Value.DuckDBCreateDecimal(new((byte)Math.Max(digits, scale), (byte)scale, new(unscaled)));
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

    private static StatementFailedException Error(string code, string message) => new(new(code, "42601", message));
}
