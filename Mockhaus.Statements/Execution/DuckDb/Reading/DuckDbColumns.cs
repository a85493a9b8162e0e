using System.Text;
using DuckDB.NET.Native;
using Mockhaus.Statements.Results;
using static DuckDB.NET.Native.NativeMethods;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Maps DuckDB's types to Snowflake's. docs/types.md has the same table.</summary>
internal static class DuckDbColumns
{
    /// <summary>DUCKDB_TYPE_TIME_NS, which the enumeration of DuckDB.NET 1.5.6.1 does not have.</summary>
    public const DuckDBType TimeNs = (DuckDBType)39;

    /// <summary>DUCKDB_TYPE_GEOMETRY, which the enumeration does not have either.</summary>
    public const DuckDBType Geometry = (DuckDBType)40;

    /// <summary>DUCKDB_TYPE_VARIANT, which the enumeration does not have either.</summary>
    public const DuckDBType Variant = (DuckDBType)41;

    public static DuckDbColumn Create(string name, DuckDBLogicalType type)
    {
        var id = LogicalType.DuckDBGetTypeId(type);
        return id switch
        {
            DuckDBType.Boolean => new(new(name, ResultColumnType.Boolean), static (in v, r, w) => w.WriteBoolean(v.Get<bool>(r))),
            DuckDBType.Float => new(new(name, ResultColumnType.Real), static (in v, r, w) => w.WriteSingle(v.Get<float>(r))),
            DuckDBType.Double => new(new(name, ResultColumnType.Real), static (in v, r, w) => w.WriteReal(v.Get<double>(r))),
            DuckDBType.Varchar when DuckDbNative.AliasOf(type) == "JSON" => new(new(name, ResultColumnType.Variant), DuckDbJson.WriteText),
            DuckDBType.Varchar or DuckDBType.SqlNull => new(ResultColumn.Text(name), static (in v, r, w) => w.WriteUtf8(v.Bytes(r))),
            DuckDBType.Blob => new(ResultColumn.Binary(name), static (in v, r, w) => w.WriteBinary(v.Bytes(r))),
            DuckDBType.Enum => ForEnum(name, type),
            DuckDBType.Decimal => ForDecimal(name, type),
            DuckDBType.Uuid or DuckDBType.Interval or DuckDBType.Bit or DuckDBType.TimeTz => ForText(name, DuckDbText.CreateReader(type, name)),
            DuckDBType.List or DuckDBType.Array => ForJson(name, ResultColumnType.Array, type),
            DuckDBType.Struct when DuckDbJsonNode.IsUnnamed(type) => ForJson(name, ResultColumnType.Array, type),
            DuckDBType.Struct or DuckDBType.Map => ForJson(name, ResultColumnType.Object, type),
            DuckDBType.Union or Variant => ForJson(name, ResultColumnType.Variant, type),
            Geometry => ForGeometry(name, type),
            _ => ForInteger(name, id) ?? ForTime(name, id)
                ?? throw ResultErrors.NotRepresentable(name, $"DuckDB's type {id} cannot be represented in Snowflake's types. Cast it to VARCHAR."),
        };
    }

    private static DuckDbColumn? ForInteger(string name, DuckDBType id) => id switch
    {
        DuckDBType.TinyInt => new(ResultColumn.Fixed(name, 3), static (in v, r, w) => w.WriteInt64(v.Get<sbyte>(r))),
        DuckDBType.UnsignedTinyInt => new(ResultColumn.Fixed(name, 3), static (in v, r, w) => w.WriteInt64(v.Get<byte>(r))),
        DuckDBType.SmallInt => new(ResultColumn.Fixed(name, 5), static (in v, r, w) => w.WriteInt64(v.Get<short>(r))),
        DuckDBType.UnsignedSmallInt => new(ResultColumn.Fixed(name, 5), static (in v, r, w) => w.WriteInt64(v.Get<ushort>(r))),
        DuckDBType.Integer => new(ResultColumn.Fixed(name, 10), static (in v, r, w) => w.WriteInt64(v.Get<int>(r))),
        DuckDBType.UnsignedInteger => new(ResultColumn.Fixed(name, 10), static (in v, r, w) => w.WriteInt64(v.Get<uint>(r))),
        DuckDBType.BigInt => new(ResultColumn.Fixed(name, 19), static (in v, r, w) => w.WriteInt64(v.Get<long>(r))),
        DuckDBType.UnsignedBigInt => new(ResultColumn.Fixed(name, 20), static (in v, r, w) => w.WriteDecimal(v.Get<ulong>(r))),
        DuckDBType.HugeInt => new(ResultColumn.Fixed(name), (in v, r, w) => w.WriteDecimal(DuckDbNumbers.Fit(v.Get<Int128>(r), name))),
        DuckDBType.UnsignedHugeInt => new(ResultColumn.Fixed(name), (in v, r, w) => w.WriteDecimal(DuckDbNumbers.Fit(v.Get<UInt128>(r), name))),
        DuckDBType.VarInt => new(ResultColumn.Fixed(name), (in v, r, w) => w.WriteDecimal(DuckDbNumbers.Fit(DuckDbNumbers.Bignum(v.Bytes(r)), name))),
        _ => null,
    };

    private static DuckDbColumn? ForTime(string name, DuckDBType id) => id switch
    {
        DuckDBType.Date => new(new(name, ResultColumnType.Date), (in v, r, w) => w.WriteDate(DuckDbTimes.Finite(v.Get<int>(r), name))),
        DuckDBType.Time => ForTime(name, static (in v, r, w) => w.WriteTime(v.Get<long>(r) * 1000)),
        TimeNs => ForTime(name, static (in v, r, w) => w.WriteTime(v.Get<long>(r))),
        DuckDBType.TimestampS => ForTimestamp(name, ResultColumnType.TimestampNtz, 0, 1),
        DuckDBType.TimestampMs => ForTimestamp(name, ResultColumnType.TimestampNtz, 3, 1_000),
        DuckDBType.Timestamp => ForTimestamp(name, ResultColumnType.TimestampNtz, 9, 1_000_000),
        DuckDBType.TimestampNs => ForTimestamp(name, ResultColumnType.TimestampNtz, 9, 1_000_000_000),
        DuckDBType.TimestampTz => ForTimestamp(name, ResultColumnType.TimestampLtz, 9, 1_000_000),
        _ => null,
    };

    private static DuckDbColumn ForTime(string name, DuckDbCellWriter write) => new(ResultColumn.Temporal(name, ResultColumnType.Time), write);

    private static DuckDbColumn ForTimestamp(string name, ResultColumnType type, int scale, long unitsPerSecond) => new(
        ResultColumn.Temporal(name, type, scale),
        (in v, r, w) =>
        {
            var (seconds, nanoseconds) = DuckDbTimes.Split(DuckDbTimes.Finite(v.Get<long>(r), name), unitsPerSecond);
            w.WriteTimestamp(seconds, nanoseconds);
        });

    private static DuckDbColumn ForDecimal(string name, DuckDBLogicalType type)
    {
        var column = ResultColumn.Fixed(name, LogicalType.DuckDBDecimalWidth(type), LogicalType.DuckDBDecimalScale(type));
        return LogicalType.DuckDBDecimalInternalType(type) switch
        {
            DuckDBType.SmallInt => new(column, static (in v, r, w) => w.WriteDecimal(v.Get<short>(r))),
            DuckDBType.Integer => new(column, static (in v, r, w) => w.WriteDecimal(v.Get<int>(r))),
            DuckDBType.BigInt => new(column, static (in v, r, w) => w.WriteDecimal(v.Get<long>(r))),
            _ => new(column, static (in v, r, w) => w.WriteDecimal(v.Get<Int128>(r))),
        };
    }

    private static DuckDbColumn ForEnum(string name, DuckDBLogicalType type)
    {
        var values = DuckDbText.EnumValues(type).Select(Encoding.UTF8.GetBytes).ToArray();
        var column = ResultColumn.Text(name);
        return LogicalType.DuckDBEnumInternalType(type) switch
        {
            DuckDBType.UnsignedTinyInt => new(column, (in v, r, w) => w.WriteUtf8(values[v.Get<byte>(r)])),
            DuckDBType.UnsignedSmallInt => new(column, (in v, r, w) => w.WriteUtf8(values[v.Get<ushort>(r)])),
            _ => new(column, (in v, r, w) => w.WriteUtf8(values[v.Get<uint>(r)])),
        };
    }

    private static DuckDbColumn ForText(string name, DuckDbTextReader read) =>
        new(ResultColumn.Text(name), (in v, r, w) => w.WriteText(read(v, r)));

    private static DuckDbColumn ForJson(string name, ResultColumnType column, DuckDBLogicalType type)
    {
        var json = new DuckDbJson(type, name);
        return new(new(name, column), json.Write);
    }

    private static DuckDbColumn ForGeometry(string name, DuckDBLogicalType type)
    {
        var column = ForJson(name, ResultColumnType.Object, type);
        return column with { Column = column.Column with { ExtendedTypeName = "GEOMETRY" } };
    }
}
