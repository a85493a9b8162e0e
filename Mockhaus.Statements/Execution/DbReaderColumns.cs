using System.Data.Common;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Execution;

internal delegate void DbCellWriter(DbDataReader reader, int ordinal, RowWriter row);

internal readonly record struct DbReaderColumn(ResultColumn Column, DbCellWriter Write);

/// <summary>The columns of a reader, and for each the typed getter that needs no box.</summary>
internal static class DbReaderColumns
{
    public static DbReaderColumn[] Of(DbDataReader reader)
    {
        // Not every provider knows the scale of its decimals.
        var schema = (reader as IDbColumnSchemaGenerator)?.GetColumnSchema();
        var columns = new DbReaderColumn[reader.FieldCount];
        for (var ordinal = 0; ordinal < columns.Length; ordinal++)
        {
            var type = reader.GetFieldType(ordinal);
            var column = ClrColumns.Of(reader.GetName(ordinal), type, schema?[ordinal].NumericScale);
            columns[ordinal] = new(column, WriterOf(type, column));
        }

        return columns;
    }

    private static DbCellWriter WriterOf(Type type, ResultColumn column) => column.Type switch
    {
        ResultColumnType.Boolean => static (r, i, row) => row.WriteBoolean(r.GetBoolean(i)),
        ResultColumnType.Fixed => NumberWriterOf(type, column),
        ResultColumnType.Real when type == typeof(float) => static (r, i, row) => row.WriteSingle(r.GetFloat(i)),
        ResultColumnType.Real => static (r, i, row) => row.WriteReal(r.GetDouble(i)),
        ResultColumnType.Binary => static (r, i, row) => row.WriteBinary(r.GetFieldValue<byte[]>(i)),
        ResultColumnType.Date => static (r, i, row) => ClrCells.WriteDate(row, r.GetFieldValue<DateOnly>(i)),
        ResultColumnType.Time => static (r, i, row) => ClrCells.WriteTime(row, r.GetFieldValue<TimeOnly>(i).Ticks),
        ResultColumnType.TimestampNtz => static (r, i, row) => ClrCells.WriteDateTime(row, r.GetDateTime(i)),
        ResultColumnType.TimestampTz => static (r, i, row) => ClrCells.WriteDateTimeOffset(row, r.GetFieldValue<DateTimeOffset>(i)),
        _ => static (r, i, row) => row.WriteText(ClrCells.Text(r.GetValue(i))),
    };

    private static DbCellWriter NumberWriterOf(Type type, ResultColumn column) => Type.GetTypeCode(type) switch
    {
        TypeCode.Byte => static (r, i, row) => row.WriteInt64(r.GetByte(i)),
        TypeCode.SByte => static (r, i, row) => row.WriteInt64(r.GetFieldValue<sbyte>(i)),
        TypeCode.Int16 => static (r, i, row) => row.WriteInt64(r.GetInt16(i)),
        TypeCode.UInt16 => static (r, i, row) => row.WriteInt64(r.GetFieldValue<ushort>(i)),
        TypeCode.Int32 => static (r, i, row) => row.WriteInt64(r.GetInt32(i)),
        TypeCode.UInt32 => static (r, i, row) => row.WriteInt64(r.GetFieldValue<uint>(i)),
        TypeCode.Int64 => static (r, i, row) => row.WriteInt64(r.GetInt64(i)),
        TypeCode.UInt64 => static (r, i, row) => row.WriteDecimal(r.GetFieldValue<ulong>(i)),
        TypeCode.Decimal => (r, i, row) => row.WriteDecimal(
            ClrCells.TryUnscale(r.GetDecimal(i), column, out var unscaled) ? unscaled : throw TooManyDigits(column, r.GetDecimal(i))),
        _ => (r, i, row) => row.WriteDecimal(
            ClrCells.TryUnscale(r.GetFieldValue<Int128>(i), column, out var whole) ? whole : throw TooManyDigits(column, r.GetValue(i))),
    };

    private static StatementFailedException TooManyDigits(ResultColumn column, object value) => ResultErrors.NotRepresentable(
        column.Name, $"{ClrCells.Text(value)} does not fit the column's scale. Cast it in the SQL, to text or to fewer digits.");
}
