using System.Text.Json;

namespace Mockhaus.Statements.Results;

/// <summary>Writes one cell of an item; false when the value does not fit the column.</summary>
internal delegate bool ItemCell<T>(ref T item, RowWriter row);

/// <summary>Selects the cell writer for a member of a type. Numbers and times are written without boxing.</summary>
internal static class ItemCells
{
    public static ResultColumn ColumnOf<T>(ItemMember<T> member)
    {
        var type = Nullable.GetUnderlyingType(member.Type);
        return ClrColumns.Create(member.Name, type ?? member.Type, decimalScale: null) with
        {
            Nullable = type is not null || !member.Type.IsValueType || member.Type == typeof(JsonElement),
        };
    }

    public static ItemCell<T> Create<T>(ItemMember<T> member, ResultColumn column)
    {
        var type = Nullable.GetUnderlyingType(member.Type) ?? member.Type;
        if (!ClrColumns.Create(member.Name, type, decimalScale: null).IsSameType(column) || type.IsEnum)
        {
            return Boxed(member, column);
        }

        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => Value<T, bool>(member, column, static (row, value) => row.WriteBoolean(value)),
            TypeCode.Byte => Value<T, byte>(member, column, static (row, value) => row.WriteInt64(value)),
            TypeCode.SByte => Value<T, sbyte>(member, column, static (row, value) => row.WriteInt64(value)),
            TypeCode.Int16 => Value<T, short>(member, column, static (row, value) => row.WriteInt64(value)),
            TypeCode.UInt16 => Value<T, ushort>(member, column, static (row, value) => row.WriteInt64(value)),
            TypeCode.Int32 => Value<T, int>(member, column, static (row, value) => row.WriteInt64(value)),
            TypeCode.UInt32 => Value<T, uint>(member, column, static (row, value) => row.WriteInt64(value)),
            TypeCode.Int64 => Value<T, long>(member, column, static (row, value) => row.WriteInt64(value)),
            TypeCode.UInt64 => Value<T, ulong>(member, column, static (row, value) => row.WriteDecimal(value)),
            TypeCode.Single => Value<T, float>(member, column, static (row, value) => row.WriteSingle(value)),
            TypeCode.Double => Value<T, double>(member, column, static (row, value) => row.WriteReal(value)),
            TypeCode.DateTime => Value<T, DateTime>(member, column, ClrCells.WriteDateTime),
            TypeCode.Decimal => Value<T, decimal>(member, column, ClrCells.TryWriteDecimal),
            TypeCode.String => Text(member, column),
            _ when type == typeof(Int128) => Value<T, Int128>(member, column, ClrCells.TryWriteWhole),
            _ when type == typeof(DateOnly) => Value<T, DateOnly>(member, column, ClrCells.WriteDate),
            _ when type == typeof(TimeOnly) => Value<T, TimeOnly>(member, column, static (row, value) => ClrCells.WriteTime(row, value.Ticks)),
            _ when type == typeof(DateTimeOffset) => Value<T, DateTimeOffset>(member, column, ClrCells.WriteDateTimeOffset),
            _ => Boxed(member, column),
        };
    }

    private static ItemCell<T> Value<T, TValue>(ItemMember<T> member, ResultColumn column, Action<RowWriter, TValue> write)
        where TValue : struct =>
        Value<T, TValue>(member, column, (row, value, _) =>
        {
            write(row, value);
            return true;
        });

    private static ItemCell<T> Value<T, TValue>(ItemMember<T> member, ResultColumn column, Func<RowWriter, TValue, ResultColumn, bool> write)
        where TValue : struct
    {
        if (member.Type == typeof(TValue))
        {
            var get = member.Getter<TValue>();
            return (ref item, row) => write(row, get(ref item), column);
        }

        var getNullable = member.Getter<TValue?>();
        return (ref item, row) => getNullable(ref item) is { } value ? write(row, value, column) : TryWriteNull(row, column);
    }

    private static ItemCell<T> Text<T>(ItemMember<T> member, ResultColumn column)
    {
        var get = member.Getter<string?>();
        return (ref item, row) =>
        {
            if (get(ref item) is not { } text)
            {
                return TryWriteNull(row, column);
            }

            row.WriteText(text);
            return true;
        };
    }

    /// <summary>Writes values of all other types, and of all types when the host has chosen the columns.</summary>
    private static ItemCell<T> Boxed<T>(ItemMember<T> member, ResultColumn column) => (ref item, row) =>
    {
        var value = member.GetBoxed(item);
        if (ObjectCells.TryWrite(row, column, value))
        {
            return true;
        }

        // Any other type with its own text form, such as a Uri.
        if (value is null or JsonDocument or bool || column.Type != ResultColumnType.Text || value is IFormattable)
        {
            return false;
        }

        row.WriteText(ClrCells.Text(value));
        return true;
    };

    private static bool TryWriteNull(RowWriter row, ResultColumn column)
    {
        if (column.Nullable)
        {
            row.WriteNull();
        }

        return column.Nullable;
    }
}
