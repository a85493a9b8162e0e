using System.Numerics;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Converts DuckDB's wide numbers, within Snowflake's limit of 38 digits.</summary>
internal static class DuckDbNumbers
{
    private static readonly BigInteger Max = BigInteger.Pow(10, 38) - 1;

    // A BigInteger of that size allocates. Every sum of integers is a HUGEINT, and should not need one.
    private static readonly Int128 MaxWhole = (Int128)Max;

    public static Int128 Fit(Int128 value, string column) =>
        value <= MaxWhole && value >= -MaxWhole ? value : throw TooLong(value, column);

    public static Int128 Fit(UInt128 value, string column) =>
        value <= (UInt128)MaxWhole ? (Int128)value : throw TooLong(value, column);

    public static Int128 Fit(BigInteger value, string column) =>
        BigInteger.Abs(value) <= Max ? (Int128)value : throw TooLong(value, column);

    /// <summary>Reads a header of three bytes, and then the magnitude, most significant byte first. All bits of a negative number are
    /// inverted.</summary>
    public static BigInteger Bignum(ReadOnlySpan<byte> bytes)
    {
        var negative = (bytes[0] & 0x80) == 0;
        var magnitude = bytes[3..].ToArray();
        if (!negative)
        {
            return new(magnitude, isUnsigned: true, isBigEndian: true);
        }

        for (var i = 0; i < magnitude.Length; i++)
        {
            magnitude[i] = (byte)~magnitude[i];
        }

        return -new BigInteger(magnitude, isUnsigned: true, isBigEndian: true);
    }

    private static StatementFailedException TooLong(BigInteger value, string column) =>
        ResultErrors.NotRepresentable(column, $"{value} has more than 38 digits. Cast it to VARCHAR or DOUBLE.");
}
