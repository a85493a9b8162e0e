using DuckDB.NET.Native;
using static DuckDB.NET.Native.NativeMethods;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>The type with which the values of a binding are passed to DuckDB. It is the same for all values, including nulls.</summary>
/// <param name="Name">The SQL API type of the values.</param>
/// <param name="Digits">The decimal type of numbers.</param>
/// <param name="Number">The numeric type of the placeholder's column, in a batch.</param>
/// <param name="IsNano">Whether timestamps are passed with nanoseconds.</param>
/// <param name="HasKnownTarget">Whether DuckDB knows the type, so that a null needs none.</param>
internal readonly record struct DuckDbBindType(string Name, DecimalType Digits, NumberType Number, bool IsNano, bool HasKnownTarget)
{
    public static DuckDbBindType Create(StatementBinding binding, DuckDbBindTarget target)
    {
        var values = binding.Values ?? [binding.Value];
        var isKnown = target.Known != DuckDBType.Invalid;
        var name = binding.Type.ToUpperInvariant() switch
        {
            // Snowflake converts text to bytes as hexadecimal, and to numbers in arithmetic.
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

    /// <summary>Creates a null of the type; untyped when DuckDB knows the type or arithmetic determines it.</summary>
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

    /// <summary> TIMESTAMP_NS has a range of 585 years and few operators, so it is only used where nanoseconds are kept: for a column of
    /// that type, for a text, or for the result itself, where both types are the same to the client.
    /// </summary>
    private static bool IsNanoOf(IReadOnlyList<string?> values, DuckDbBindTarget target) =>
        (target.Known is DuckDBType.TimestampNs or DuckDBType.Varchar || (target.Known == DuckDBType.Invalid && target.IsSelectItem))
        && values.All(value => value is null || DuckDbBindTimes.FitsNano(value))
        && values.Any(value => value is not null && DuckDbBindTimes.HasNano(value));
}
