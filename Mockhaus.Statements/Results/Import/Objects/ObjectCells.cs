using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mockhaus.Statements.Results;

/// <summary>Writes values of type object in the form of their column's type; false when a value does not fit.</summary>
internal static class ObjectCells
{
    public static bool TryWrite(RowWriter row, ResultColumn column, object? value)
    {
        switch (column.Type, value)
        {
            case (_, null) when column.Nullable:
                row.WriteNull();
                return true;
            case (_, null):
                return false;
            case (ResultColumnType.Fixed, decimal number) when ClrCells.TryUnscale(number, column, out var unscaled):
                row.WriteDecimal(unscaled);
                return true;
            case (ResultColumnType.Fixed, _) when Whole(value) is { } whole && ClrCells.TryUnscale(whole, column, out var unscaled):
                row.WriteDecimal(unscaled);
                return true;
            case (ResultColumnType.Fixed, double or float) when TextNumbers.TryUnscale(ClrCells.Text(value), column, out var unscaled):
                row.WriteDecimal(unscaled);
                return true;
            case (ResultColumnType.Real, double number):
                row.WriteReal(number);
                return true;
            case (ResultColumnType.Real, float number):
                row.WriteSingle(number);
                return true;
            case (ResultColumnType.Real, _) when Whole(value) is { } whole && (Int128)(double)whole == whole:
                row.WriteReal((double)whole);
                return true;
            case (ResultColumnType.Text, _) when IsText(value):
                row.WriteText(ClrCells.Text(value));
                return true;
            case (ResultColumnType.Variant or ResultColumnType.Object or ResultColumnType.Array, string json):
                row.WriteText(json);
                return true;
            case (ResultColumnType.Variant or ResultColumnType.Object or ResultColumnType.Array, JsonNode node):
                return JsonCells.TryParse(node.ToJsonString(), out var parsed) && JsonCells.TryWrite(row, column, parsed);
            case (_, JsonElement element):
                return JsonCells.TryWrite(row, column, element);
            case (ResultColumnType.Boolean, bool flag):
                row.WriteBoolean(flag);
                return true;
            case (ResultColumnType.Binary, byte[] bytes):
                row.WriteBinary(bytes);
                return true;
            case (ResultColumnType.Date, DateOnly date):
                ClrCells.WriteDate(row, date);
                return true;
            case (ResultColumnType.Time, TimeOnly time):
                ClrCells.WriteTime(row, time.Ticks);
                return true;
            case (ResultColumnType.Time, TimeSpan { Ticks: >= 0 and < TimeSpan.TicksPerDay } time):
                ClrCells.WriteTime(row, time.Ticks);
                return true;
            case (ResultColumnType.TimestampNtz, DateTime moment):
                ClrCells.WriteDateTime(row, moment);
                return true;
            case (ResultColumnType.TimestampLtz, DateTimeOffset moment):
                ClrCells.WriteInstant(row, moment);
                return true;
            case (ResultColumnType.TimestampTz, DateTimeOffset moment):
                ClrCells.WriteDateTimeOffset(row, moment);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Only the types that docs/types.md maps to text: a number in a text column is more likely a mistake.</summary>
    private static bool IsText(object value) =>
        value is string or char or IFormattable && ClrColumns.Create("", value.GetType(), null).Type == ResultColumnType.Text;

    private static Int128? Whole(object value) => value switch
    {
        int number => number,
        long number => number,
        short number => number,
        byte number => number,
        uint number => number,
        ulong number => number,
        ushort number => number,
        sbyte number => number,
        Int128 number => number,
        _ => null,
    };
}
