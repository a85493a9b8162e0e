using System.Globalization;
using System.Text;
using DuckDB.NET.Native;
using Mockhaus.Statements.Results;
using static DuckDB.NET.Native.NativeMethods;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Reads one value that is not null, as text.</summary>
internal delegate string DuckDbTextReader(in DuckDbVector vector, long row);

/// <summary>Formats values as DuckDB prints them, for types that Snowflake does not have, and for values in lists and structs.</summary>
internal static class DuckDbText
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static DuckDbTextReader CreateReader(DuckDBLogicalType type, string column) => LogicalType.DuckDBGetTypeId(type) switch
    {
        DuckDBType.Boolean => static (in v, r) => v.Get<bool>(r) ? "true" : "false",
        DuckDBType.TinyInt => static (in v, r) => v.Get<sbyte>(r).ToString(Invariant),
        DuckDBType.UnsignedTinyInt => static (in v, r) => v.Get<byte>(r).ToString(Invariant),
        DuckDBType.SmallInt => static (in v, r) => v.Get<short>(r).ToString(Invariant),
        DuckDBType.UnsignedSmallInt => static (in v, r) => v.Get<ushort>(r).ToString(Invariant),
        DuckDBType.Integer => static (in v, r) => v.Get<int>(r).ToString(Invariant),
        DuckDBType.UnsignedInteger => static (in v, r) => v.Get<uint>(r).ToString(Invariant),
        DuckDBType.BigInt => static (in v, r) => v.Get<long>(r).ToString(Invariant),
        DuckDBType.UnsignedBigInt => static (in v, r) => v.Get<ulong>(r).ToString(Invariant),
        DuckDBType.HugeInt => static (in v, r) => v.Get<Int128>(r).ToString(Invariant),
        DuckDBType.UnsignedHugeInt => static (in v, r) => v.Get<UInt128>(r).ToString(Invariant),
        DuckDBType.VarInt => static (in v, r) => DuckDbNumbers.Bignum(v.Bytes(r)).ToString(Invariant),
        DuckDBType.Float => static (in v, r) => v.Get<float>(r).ToString(Invariant),
        DuckDBType.Double => static (in v, r) => v.Get<double>(r).ToString(Invariant),
        DuckDBType.Decimal => ForDecimal(type),
        DuckDBType.Enum => ForEnum(type),
        DuckDBType.Varchar => static (in v, r) => Encoding.UTF8.GetString(v.Bytes(r)),
        DuckDBType.Blob => static (in v, r) => Convert.ToHexString(v.Bytes(r)),
        DuckDBType.Bit => static (in v, r) => Bits(v.Bytes(r)),
        DuckDBType.Uuid => static (in v, r) => v.Uuid(r).ToString("D"),
        DuckDBType.Interval => static (in v, r) => Interval(v.Get<DuckDBInterval>(r)),
        DuckDBType.Date => static (in v, r) => Date(v.Get<int>(r)),
        DuckDBType.Time => static (in v, r) => Time(v.Get<long>(r) * 1000),
        DuckDbColumns.TimeNs => static (in v, r) => Time(v.Get<long>(r)),
        DuckDBType.TimeTz => static (in v, r) => TimeTz(v.Get<DuckDBTimeTzStruct>(r)),
        DuckDBType.TimestampS => static (in v, r) => Timestamp(v.Get<long>(r), 1),
        DuckDBType.TimestampMs => static (in v, r) => Timestamp(v.Get<long>(r), 1_000),
        DuckDBType.Timestamp => static (in v, r) => Timestamp(v.Get<long>(r), 1_000_000),
        DuckDBType.TimestampNs => static (in v, r) => Timestamp(v.Get<long>(r), 1_000_000_000),
        DuckDBType.TimestampTz => static (in v, r) => TimestampTz(v.Get<long>(r)),
        DuckDBType.SqlNull => static (in _, _) => "",
        var id => throw ResultErrors.NotRepresentable(column, $"{id} is not supported in a nested value or as a key of a map. Cast it to VARCHAR."),
    };

    public static IEnumerable<string> EnumValues(DuckDBLogicalType type)
    {
        var count = LogicalType.DuckDBEnumDictionarySize(type);
        for (var i = 0L; i < count; i++)
        {
            yield return LogicalType.DuckDBEnumDictionaryValue(type, i);
        }
    }

    private static DuckDbTextReader ForEnum(DuckDBLogicalType type)
    {
        var values = EnumValues(type).ToArray();
        return LogicalType.DuckDBEnumInternalType(type) switch
        {
            DuckDBType.UnsignedTinyInt => (in v, r) => values[v.Get<byte>(r)],
            DuckDBType.UnsignedSmallInt => (in v, r) => values[v.Get<ushort>(r)],
            _ => (in v, r) => values[v.Get<uint>(r)],
        };
    }

    private static DuckDbTextReader ForDecimal(DuckDBLogicalType type)
    {
        var scale = LogicalType.DuckDBDecimalScale(type);
        return LogicalType.DuckDBDecimalInternalType(type) switch
        {
            DuckDBType.SmallInt => (in v, r) => Decimal(v.Get<short>(r), scale),
            DuckDBType.Integer => (in v, r) => Decimal(v.Get<int>(r), scale),
            DuckDBType.BigInt => (in v, r) => Decimal(v.Get<long>(r), scale),
            _ => (in v, r) => Decimal(v.Get<Int128>(r), scale),
        };
    }

    public static string Number(IFormattable number) => number.ToString(null, Invariant);

    public static string Decimal(Int128 unscaled, int scale)
    {
        Span<byte> text = stackalloc byte[48];
        return Encoding.ASCII.GetString(text[..CellText.FormatDecimal(unscaled, scale, text)]);
    }

    /// <summary>The first byte is the number of padding bits in the second.</summary>
    public static string Bits(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (var part in bytes[1..])
        {
            text.Append(Convert.ToString(part, 2).PadLeft(8, '0'));
        }

        return text.Remove(0, bytes[0]).ToString();
    }

    public static string Interval(DuckDBInterval interval)
    {
        var (years, months) = Math.DivRem(interval.Months, 12);
        var micros = (Int128)(long)interval.Micros;
        var parts = new[] { Part(years, "year"), Part(months, "month"), Part(interval.Days, "day") }.OfType<string>().ToList();
        if (micros != 0 || parts.Count == 0)
        {
            var (seconds, over) = Int128.DivRem(Int128.Abs(micros), 1_000_000);
            parts.Add((micros < 0 ? "-" : "") + Time((long)seconds, (long)over * 1000));
        }

        return string.Join(' ', parts);
    }

    private static string? Part(int count, string unit) =>
        count == 0 ? null : string.Create(Invariant, $"{count} {unit}{(count is 1 or -1 ? "" : "s")}");

    public static string Date(int days) => days switch
    {
        int.MaxValue => "infinity",
        -int.MaxValue => "-infinity",
        < -719162 or > 2932896 => string.Create(Invariant, $"{days} days since 1970-01-01"),
        _ => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(days).ToString("yyyy-MM-dd", Invariant),
    };

    public static string Time(long nanoseconds)
    {
        var (seconds, over) = Math.DivRem(nanoseconds, 1_000_000_000);
        return Time(seconds, over);
    }

    private static string Time(long seconds, long over)
    {
        var text = string.Create(Invariant, $"{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}");
        return over == 0 ? text : text + string.Create(Invariant, $".{over:000000000}").TrimEnd('0');
    }

    public static string TimeTz(DuckDBTimeTzStruct value)
    {
        var time = DateTimeHelpers.DuckDBFromTimeTz(value);
        var offset = TimeSpan.FromSeconds(Math.Abs(time.Offset));
        var text = Time(time.Time.Ticks * TimeSpan.NanosecondsPerTick) + (time.Offset < 0 ? '-' : '+') + offset.ToString("hh", Invariant);
        var rest = offset switch
        {
            { Seconds: not 0 } => "\\:mm\\:ss",
            { Minutes: not 0 } => "\\:mm",
            _ => "",
        };
        return rest.Length == 0 ? text : text + offset.ToString(rest, Invariant);
    }

    public static string TimestampTz(long micros)
    {
        var text = Timestamp(micros, 1_000_000);
        return text.EndsWith("infinity", StringComparison.Ordinal) ? text : text + "+00";
    }

    public static string Timestamp(long units, long unitsPerSecond)
    {
        if (units is long.MaxValue or -long.MaxValue)
        {
            return units > 0 ? "infinity" : "-infinity";
        }

        var (seconds, nanoseconds) = DuckDbTimes.Split(units, unitsPerSecond);
        var days = (int)Math.Floor(seconds / 86_400d);
        return $"{Date(days)} {Time(((seconds - (days * 86_400L)) * 1_000_000_000) + nanoseconds)}";
    }
}
