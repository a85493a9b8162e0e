using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mockhaus.Statements.Results;

/// <summary>Maps CLR types to Snowflake's types. docs/types.md has the same table.</summary>
internal static class ClrColumns
{
    private const int DefaultScale = 12;
    private const int MaxDecimalScale = 28;

    public static ResultColumn Create(string name, Type type, int? decimalScale)
    {
        // The type code of an enumeration is that of its underlying type.
        return (type.IsEnum ? TypeCode.Object : Type.GetTypeCode(type)) switch
        {
            TypeCode.Boolean => new(name, ResultColumnType.Boolean),
            TypeCode.Byte or TypeCode.SByte => ResultColumn.Fixed(name, 3),
            TypeCode.Int16 or TypeCode.UInt16 => ResultColumn.Fixed(name, 5),
            TypeCode.Int32 or TypeCode.UInt32 => ResultColumn.Fixed(name, 10),
            TypeCode.Int64 => ResultColumn.Fixed(name, 19),
            TypeCode.UInt64 => ResultColumn.Fixed(name, 20),
            TypeCode.Decimal => ResultColumn.Fixed(name, 38, Math.Clamp(decimalScale ?? DefaultScale, 0, MaxDecimalScale)),
            TypeCode.Single or TypeCode.Double => new(name, ResultColumnType.Real),
            TypeCode.DateTime => ResultColumn.Temporal(name, ResultColumnType.TimestampNtz),
            _ when type == typeof(Int128) => ResultColumn.Fixed(name),
            _ when type == typeof(byte[]) => ResultColumn.Binary(name),
            _ when type == typeof(DateOnly) => new(name, ResultColumnType.Date),
            _ when type == typeof(TimeOnly) => ResultColumn.Temporal(name, ResultColumnType.Time),
            _ when type == typeof(DateTimeOffset) => ResultColumn.Temporal(name, ResultColumnType.TimestampTz),
            _ when type == typeof(JsonElement) || type.IsAssignableTo(typeof(JsonNode)) => new(name, ResultColumnType.Variant),
            _ => ResultColumn.Text(name),
        };
    }

    /// <summary>Whether a cell writer of one column can also write to the other.</summary>
    public static bool IsSameType(this ResultColumn one, ResultColumn other) =>
        one.Type == other.Type && one.Precision == other.Precision && one.Scale == other.Scale;
}
