using DuckDB.NET.Native;
using static DuckDB.NET.Native.NativeMethods;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>The numeric type of a placeholder, if DuckDB knows it from the column.</summary>
/// <remarks>DuckDB plans a statement again for each value of another type, which makes a batch three times slower (measured).</remarks>
internal readonly record struct NumberType(bool IsInt32, byte Precision, byte Scale)
{
    public static NumberType From(DuckDBLogicalType type) => LogicalType.DuckDBGetTypeId(type) switch
    {
        DuckDBType.Integer => new(true, 0, 0),
        DuckDBType.Decimal => new(false, LogicalType.DuckDBDecimalWidth(type), LogicalType.DuckDBDecimalScale(type)),
        _ => default,
    };

    /// <summary>Converts a number to this type; null when the type is unknown or the number does not fit, in which case DuckDB converts
    /// it.</summary>
    public DuckDBValue? ToValue(string value)
    {
        var (unscaled, scale) = DecimalType.Parse(value);
        if (IsInt32)
        {
            return scale == 0 && unscaled >= int.MinValue && unscaled <= int.MaxValue ? Value.DuckDBCreateInt32((int)unscaled) : null;
        }

        for (; scale < Scale && Int128.Abs(unscaled) < DecimalType.Limit / 10; scale++)
        {
            unscaled *= 10;
        }

        return Precision > 0 && scale == Scale && DecimalType.DigitsOf(unscaled) <= Precision
            ? Value.DuckDBCreateDecimal(new(Precision, Scale, new(unscaled)))
            : null;
    }
}
