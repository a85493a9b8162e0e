using System.Data.Common;
using System.Globalization;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Execution;

internal delegate void DbCellWriter(DbDataReader reader, int ordinal, RowWriter row);

internal readonly record struct DbReaderColumn(ResultColumn Column, DbCellWriter Write);

/// <summary>CLR types of a reader's fields, mapped to Snowflake's types. docs/types.md has the same table.</summary>
internal static class DbReaderColumns
{
    private const int DefaultScale = 12;
    private static readonly Int128 MaxFixed = Int128.Parse("1" + new string('0', 38), CultureInfo.InvariantCulture);

    public static DbReaderColumn[] Of(DbDataReader reader)
    {
        // Not every provider knows the scale of its decimals.
        var schema = (reader as IDbColumnSchemaGenerator)?.GetColumnSchema();
        var columns = new DbReaderColumn[reader.FieldCount];
        for (var ordinal = 0; ordinal < columns.Length; ordinal++)
        {
            columns[ordinal] = Of(reader.GetName(ordinal), reader.GetFieldType(ordinal), schema?[ordinal].NumericScale);
        }

        return columns;
    }

    private static DbReaderColumn Of(string name, Type type, int? scale)
    {
        if (type.IsEnum || type == typeof(object))
        {
            type = typeof(string);
        }

        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => new(new(name, ResultColumnType.Boolean), static (r, i, row) => row.WriteBoolean(r.GetBoolean(i))),
            TypeCode.Byte => new(ResultColumn.Fixed(name, 3), static (r, i, row) => row.WriteInt64(r.GetByte(i))),
            TypeCode.SByte => new(ResultColumn.Fixed(name, 3), static (r, i, row) => row.WriteInt64(r.GetFieldValue<sbyte>(i))),
            TypeCode.Int16 => new(ResultColumn.Fixed(name, 5), static (r, i, row) => row.WriteInt64(r.GetInt16(i))),
            TypeCode.UInt16 => new(ResultColumn.Fixed(name, 5), static (r, i, row) => row.WriteInt64(r.GetFieldValue<ushort>(i))),
            TypeCode.Int32 => new(ResultColumn.Fixed(name, 10), static (r, i, row) => row.WriteInt64(r.GetInt32(i))),
            TypeCode.UInt32 => new(ResultColumn.Fixed(name, 10), static (r, i, row) => row.WriteInt64(r.GetFieldValue<uint>(i))),
            TypeCode.Int64 => new(ResultColumn.Fixed(name, 19), static (r, i, row) => row.WriteInt64(r.GetInt64(i))),
            TypeCode.UInt64 => new(ResultColumn.Fixed(name, 20), static (r, i, row) => row.WriteDecimal(r.GetFieldValue<ulong>(i))),
            TypeCode.Single => new(new(name, ResultColumnType.Real), static (r, i, row) => row.WriteSingle(r.GetFloat(i))),
            TypeCode.Double => new(new(name, ResultColumnType.Real), static (r, i, row) => row.WriteReal(r.GetDouble(i))),
            TypeCode.Decimal => OfDecimal(name, Math.Clamp(scale ?? DefaultScale, 0, 28)),
            TypeCode.DateTime => new(ResultColumn.Temporal(name, ResultColumnType.TimestampNtz), WriteDateTime),
            TypeCode.String or TypeCode.Char => new(ResultColumn.Text(name), static (r, i, row) => row.WriteText(Text(r.GetValue(i)))),
            _ => OfOther(name, type),
        };
    }

    private static DbReaderColumn OfOther(string name, Type type) => type switch
    {
        _ when type == typeof(byte[]) => new(ResultColumn.Binary(name), static (r, i, row) => row.WriteBinary(r.GetFieldValue<byte[]>(i))),
        _ when type == typeof(DateOnly) => new(new(name, ResultColumnType.Date), static (r, i, row) =>
            row.WriteDate(r.GetFieldValue<DateOnly>(i).DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber)),
        _ when type == typeof(TimeOnly) => new(ResultColumn.Temporal(name, ResultColumnType.Time), static (r, i, row) =>
            row.WriteTime(r.GetFieldValue<TimeOnly>(i).Ticks * TimeSpan.NanosecondsPerTick)),
        _ when type == typeof(DateTimeOffset) => new(ResultColumn.Temporal(name, ResultColumnType.TimestampTz), WriteDateTimeOffset),
        _ => new(ResultColumn.Text(name), static (r, i, row) => row.WriteText(Text(r.GetValue(i)))),
    };

    private static DbReaderColumn OfDecimal(string name, int scale)
    {
        var factor = Int128.Parse("1" + new string('0', scale), CultureInfo.InvariantCulture);
        return new(ResultColumn.Fixed(name, 38, scale), (r, i, row) => row.WriteDecimal(Unscaled(r, i, factor)));
    }

    private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    /// <summary>A decimal knows its scale cell by cell; the column has one scale for all, and what does not fit is an error.</summary>
    private static Int128 Unscaled(DbDataReader reader, int ordinal, Int128 factor)
    {
        var value = reader.GetDecimal(ordinal);
        var whole = decimal.Truncate(value);
        var fraction = (value - whole) * (decimal)factor;
        if (fraction != decimal.Truncate(fraction) || Int128.Abs((Int128)whole) >= MaxFixed / factor)
        {
            throw ResultErrors.NotRepresentable(
                reader.GetName(ordinal), $"{value} does not fit the column's scale. Cast it in the SQL, to text or to fewer digits.");
        }

        return ((Int128)whole * factor) + (Int128)fraction;
    }

    private static void WriteDateTime(DbDataReader reader, int ordinal, RowWriter row)
    {
        var (seconds, nanoseconds) = SinceEpoch(reader.GetDateTime(ordinal).Ticks);
        row.WriteTimestamp(seconds, nanoseconds);
    }

    private static void WriteDateTimeOffset(DbDataReader reader, int ordinal, RowWriter row)
    {
        var value = reader.GetFieldValue<DateTimeOffset>(ordinal);
        var (seconds, nanoseconds) = SinceEpoch(value.UtcTicks);
        row.WriteTimestampTz(seconds, nanoseconds, value.TotalOffsetMinutes);
    }

    private static (long Seconds, int Nanoseconds) SinceEpoch(long ticks)
    {
        // Ticks begin with year 1, so what is over is never negative and the seconds are rounded down.
        var (seconds, over) = Math.DivRem(ticks, TimeSpan.TicksPerSecond);
        return (seconds - (DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerSecond), (int)(over * TimeSpan.NanosecondsPerTick));
    }
}
