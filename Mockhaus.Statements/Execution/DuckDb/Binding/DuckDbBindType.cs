using DuckDB.NET.Native;
using static DuckDB.NET.Native.NativeMethods;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>The type that the values of one binding are handed over with: the same for each of them, and for a null.</summary>
/// <param name="Name">The type of the SQL API whose form the values have.</param>
/// <param name="Digits">The digits of numbers.</param>
/// <param name="Number">The type of numbers that the placeholder's column has, in a batch.</param>
/// <param name="IsNano">Whether timestamps have nanoseconds.</param>
/// <param name="HasKnownTarget">Whether DuckDB knows what it expects, so that a null needs no type.</param>
internal readonly record struct DuckDbBindType(string Name, DecimalType Digits, NumberType Number, bool IsNano, bool HasKnownTarget)
{
    public static DuckDbBindType Create(StatementBinding binding, DuckDbBindTarget target)
    {
        var values = binding.Values ?? [binding.Value];
        var isKnown = target.Known != DuckDBType.Invalid;
        var name = binding.Type.ToUpperInvariant() switch
        {
            // Snowflake reads hexadecimal where bytes are wanted, and numbers where arithmetic is.
            "TEXT" when target.Known == DuckDBType.Blob => "BINARY",
            "TEXT" when target.IsOperand && !isKnown && values.All(value => value is null || DecimalType.IsNumber(value)) => "FIXED",
            var same => same,
        };
        return new(
            name,
            name == "FIXED" ? DecimalType.From(values) : default,
            target.Number,
            name == "TIMESTAMP_NTZ" && IsNanoOf(values, target),
            isKnown || (target.IsOperand && values.All(value => value is null)));
    }

    /// <summary>A null of the type; untyped where DuckDB knows the type or where arithmetic chooses one.</summary>
    public DuckDBValue ToNull()
    {
        if (HasKnownTarget || TypeId is DuckDBType.Invalid)
        {
            return Value.DuckDBCreateNullValue();
        }

        using var type = TypeId == DuckDBType.Decimal
            ? LogicalType.DuckDBCreateDecimalType(Digits.Precision, Digits.Scale)
            : LogicalType.DuckDBCreateLogicalType(TypeId);
        return DuckDbNative.NullOf(type);
    }

    private DuckDBType TypeId => Name switch
    {
        "FIXED" => Digits.IsInt64 ? DuckDBType.BigInt : DuckDBType.Decimal,
        "REAL" or "DECFLOAT" => DuckDBType.Double,
        "TEXT" => DuckDBType.Varchar,
        "BOOLEAN" => DuckDBType.Boolean,
        "BINARY" => DuckDBType.Blob,
        "DATE" => DuckDBType.Date,
        "TIME" => DuckDBType.Time,
        "TIMESTAMP_NTZ" => IsNano ? DuckDBType.TimestampNs : DuckDBType.Timestamp,
        "TIMESTAMP_LTZ" or "TIMESTAMP_TZ" => DuckDBType.TimestampTz,
        _ => DuckDBType.Invalid,
    };

    /// <summary>
    /// TIMESTAMP_NS has 585 years and few operators, so it is used only where the nanoseconds arrive: in a column of that type, in a text, or
    /// in the result itself, where both types look the same to the client.
    /// </summary>
    private static bool IsNanoOf(IReadOnlyList<string?> values, DuckDbBindTarget target) =>
        (target.Known is DuckDBType.TimestampNs or DuckDBType.Varchar || (target.Known == DuckDBType.Invalid && target.IsSelectItem))
        && values.All(value => value is null || DuckDbBindTimes.FitsNano(value))
        && values.Any(value => value is not null && DuckDbBindTimes.HasNano(value));
}
