using DuckDB.NET.Native;
using static DuckDB.NET.Native.NativeMethods;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>The type of number that a placeholder stands for, where DuckDB knows it: from the column that it is for.</summary>
/// <remarks>DuckDB plans a statement anew for each value of another type, which makes a batch take three times as long (measured).</remarks>
internal readonly record struct NumberType(bool IsInt32, byte Precision, byte Scale)
{
    public static NumberType From(DuckDBLogicalType type) => LogicalType.DuckDBGetTypeId(type) switch
    {
        DuckDBType.Integer => new(true, 0, 0),
        DuckDBType.Decimal => new(false, LogicalType.DuckDBDecimalWidth(type), LogicalType.DuckDBDecimalScale(type)),
        _ => default,
    };

    /// <summary>The number as this type, or null when it is not known, or does not hold it: DuckDB decides then what becomes of it.</summary>
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
