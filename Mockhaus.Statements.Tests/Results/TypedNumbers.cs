using System.Globalization;
using System.Numerics;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Results;

/// <summary>Columns of numbers.</summary>
internal static class TypedNumbers
{
    private static readonly double[] Reals =
    [
        0, -0.0, 1.5, 0.1, double.Epsilon, -double.Epsilon, double.MaxValue, double.MinValue, double.NaN, double.PositiveInfinity,
        double.NegativeInfinity, 1e-7, 1e20, 2.2250738585072014e-308, 9007199254740993, -123456789.125,
    ];

    public static TypedColumn Fixed(int precision, int scale)
    {
        var limit = BigInteger.Pow(10, precision);
        BigInteger[] edges =
        [
            0, 1, -1, limit - 1, 1 - limit, limit / 10, BigInteger.Pow(10, scale) % limit,
            .. new BigInteger[] { int.MaxValue, int.MinValue, long.MaxValue, long.MinValue, ulong.MaxValue, BigInteger.Pow(2, 96) - 1, BigInteger.Pow(2, 96) }
                .Where(value => BigInteger.Abs(value) < limit),
        ];
        return TypedColumn.Of(ResultColumn.Fixed($"fixed_{precision}_{scale}", precision, scale), edges, random => Digits(random, precision), value => OfFixed(value, precision, scale));
    }

    public static TypedColumn Real() => TypedColumn.Of(
        new("real", ResultColumnType.Real),
        Reals,
        random => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
        value => new TypedCell(
            value,
            row => row.WriteReal(value),
            text => CellDecoder.IsReal(text, value),
            (row, i) => row.GetDouble(i).Equals(value) && (double.IsNaN(value) || double.IsNegative(row.GetDouble(i)) == double.IsNegative(value))
                && row.Get<double?>(i).Equals(value) && TypedCell.Refuses(() => row.GetInt64(i)),
            natural => natural.Equals(value)));

    private static TypedCell OfFixed(BigInteger value, int precision, int scale)
    {
        var whole = value % BigInteger.Pow(10, scale) == 0 ? value / BigInteger.Pow(10, scale) : (BigInteger?)null;
        var isLong = whole >= long.MinValue && whole <= long.MaxValue;
        var isInt = whole >= int.MinValue && whole <= int.MaxValue;
        var isDecimal = IsDecimal(value, scale);
        var isNaturallyLong = scale == 0 && precision <= 19;
        return new(
            $"{value} at {scale}",
            row => Write(row, value, scale),
            text => CellDecoder.Unscaled(text, scale) == value,
            (row, i) => (BigInteger)row.GetUnscaled(i) == value
                && (whole is null ? TypedCell.Refuses(() => row.GetInt128(i)) : (BigInteger)row.GetInt128(i) == whole && row.Get<BigInteger>(i) == whole)
                && (isLong ? row.GetInt64(i) == whole : TypedCell.Refuses(() => row.GetInt64(i)))
                && (isInt ? row.GetInt32(i) == whole : TypedCell.Refuses(() => row.GetInt32(i)))
                && (isDecimal ? CellDecoder.Unscaled(row.GetDecimal(i), scale) == value : TypedCell.Refuses(() => row.GetDecimal(i)))
                && row.GetDouble(i).Equals(double.Parse(row.GetString(i), CultureInfo.InvariantCulture)),
            isNaturallyLong
                ? isLong ? natural => natural is long number && number == value : null
                : isDecimal ? natural => natural is decimal number && CellDecoder.Unscaled(number, scale) == value : null);
    }

    private static void Write(RowWriter row, BigInteger value, int scale)
    {
        if (scale == 0 && value >= long.MinValue && value <= long.MaxValue && value.IsEven)
        {
            row.WriteInt64((long)value);
        }
        else
        {
            row.WriteDecimal((Int128)value);
        }
    }

    private static bool IsDecimal(BigInteger value, int scale)
    {
        for (; scale > 0 && value % 10 == 0; scale--)
        {
            value /= 10;
        }

        return scale <= 28 && BigInteger.Abs(value) < BigInteger.Pow(2, 96);
    }

    private static BigInteger Digits(Random random, int precision)
    {
        var value = BigInteger.Zero;
        var zeros = random.Next(precision);
        for (var digit = random.Next(1, precision + 1); digit > 0; digit--)
        {
            value = (10 * value) + (digit <= zeros && random.Next(2) == 0 ? 0 : random.Next(10));
        }

        return random.Next(2) == 0 ? value : -value;
    }
}
