using System.Data.Common;

namespace Mockhaus.Statements.Results;

/// <summary>Writes one cell that is not null; false when the value does not fit the column.</summary>
internal delegate bool DbReaderCell(DbDataReader reader, int ordinal, RowWriter row, ResultColumn column);

/// <summary>Selects the typed getter for a reader's column, without boxing.</summary>
internal static class DbReaderCells
{
    public static DbReaderCell Create(Type type, ResultColumnType column) => column switch
    {
        ResultColumnType.Boolean => Always(static (r, i, row) => row.WriteBoolean(r.GetBoolean(i))),
        ResultColumnType.Fixed => ForNumber(type),
        ResultColumnType.Real when type == typeof(float) => Always(static (r, i, row) => row.WriteSingle(r.GetFloat(i))),
        ResultColumnType.Real => Always(static (r, i, row) => row.WriteReal(r.GetDouble(i))),
        ResultColumnType.Binary => Always(static (r, i, row) => row.WriteBinary(r.GetFieldValue<byte[]>(i))),
        ResultColumnType.Date => Always(static (r, i, row) => ClrCells.WriteDate(row, r.GetFieldValue<DateOnly>(i))),
        ResultColumnType.Time => Always(static (r, i, row) => ClrCells.WriteTime(row, r.GetFieldValue<TimeOnly>(i).Ticks)),
        ResultColumnType.TimestampNtz => Always(static (r, i, row) => ClrCells.WriteDateTime(row, r.GetDateTime(i))),
        ResultColumnType.TimestampTz => Always(static (r, i, row) => ClrCells.WriteDateTimeOffset(row, r.GetFieldValue<DateTimeOffset>(i))),
        ResultColumnType.Text => static (r, i, row, _) => TryWriteText(row, r.GetValue(i)),
        _ => Boxed,
    };

    /// <summary>Writes a cell whose value has another type than its column: exactly, or not at all.</summary>
    public static bool Other(DbDataReader reader, int ordinal, RowWriter row, ResultColumn column) => column.Type == ResultColumnType.Text
        ? TryWriteText(row, reader.GetValue(ordinal))
        : Boxed(reader, ordinal, row, column);

    /// <summary>For columns whose type the host has chosen.</summary>
    public static bool Boxed(DbDataReader reader, int ordinal, RowWriter row, ResultColumn column) =>
        ObjectCells.TryWrite(row, column, reader.GetValue(ordinal));

    /// <summary>Any type with a text form, which arrays do not have.</summary>
    private static bool TryWriteText(RowWriter row, object value)
    {
        if (value is Array)
        {
            return false;
        }

        row.WriteText(ClrCells.Text(value));
        return true;
    }

    private static DbReaderCell ForNumber(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Byte => Always(static (r, i, row) => row.WriteInt64(r.GetByte(i))),
        TypeCode.SByte => Always(static (r, i, row) => row.WriteInt64(r.GetFieldValue<sbyte>(i))),
        TypeCode.Int16 => Always(static (r, i, row) => row.WriteInt64(r.GetInt16(i))),
        TypeCode.UInt16 => Always(static (r, i, row) => row.WriteInt64(r.GetFieldValue<ushort>(i))),
        TypeCode.Int32 => Always(static (r, i, row) => row.WriteInt64(r.GetInt32(i))),
        TypeCode.UInt32 => Always(static (r, i, row) => row.WriteInt64(r.GetFieldValue<uint>(i))),
        TypeCode.Int64 => Always(static (r, i, row) => row.WriteInt64(r.GetInt64(i))),
        TypeCode.UInt64 => Always(static (r, i, row) => row.WriteDecimal(r.GetFieldValue<ulong>(i))),
        TypeCode.Decimal => static (r, i, row, column) => ClrCells.TryWriteDecimal(row, r.GetDecimal(i), column),
        _ => static (r, i, row, column) => ClrCells.TryWriteWhole(row, r.GetFieldValue<Int128>(i), column),
    };

    private static DbReaderCell Always(Action<DbDataReader, int, RowWriter> write) => (reader, ordinal, row, _) =>
    {
        write(reader, ordinal, row);
        return true;
    };
}
