using System.Globalization;
using System.Numerics;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Results;

/// <summary>Thousands of random values; what fails names the seed.</summary>
public sealed class RandomCellTests
{
    private const int Count = 5_000;

    [Test]
    public async Task Random_texts_come_back_as_they_were([Values(1, 20260711)] int seed)
    {
        var random = new Random(seed);
        await CheckAsync(seed, ResultColumn.Text("x"), () => Text(random), static (row, text) => row.WriteText(text), static (text, cell) => text == cell);
    }

    [Test]
    public async Task Random_doubles_read_back_as_the_same_bits([Values(2, 20260712)] int seed)
    {
        var random = new Random(seed);
        await CheckAsync(
            seed,
            new("x", ResultColumnType.Real),
            () => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
            static (row, value) => row.WriteReal(value),
            static (value, cell) => double.IsFinite(value)
                ? BitConverter.DoubleToInt64Bits(double.Parse(cell, CultureInfo.InvariantCulture)) == BitConverter.DoubleToInt64Bits(value)
                : cell is "NaN" or "inf" or "-inf");
    }

    [Test]
    public async Task Random_decimals_are_the_digits_with_a_point_in_them([Values(3, 20260713)] int seed)
    {
        var random = new Random(seed);
        for (var scale = 0; scale <= 38; scale += 19)
        {
            await CheckAsync(
                seed,
                ResultColumn.Fixed("x", 38, scale),
                () => (new Int128((ulong)random.NextInt64(), (ulong)random.NextInt64()) >> random.Next(127)) * (random.Next(2) == 0 ? 1 : -1),
                static (row, value) => row.WriteDecimal(value),
                (value, cell) => IsDecimal(value, scale, cell));
        }
    }

    [Test]
    public async Task Random_timestamps_read_back_to_the_nanosecond([Values(4, 20260714)] int seed)
    {
        var random = new Random(seed);
        await CheckAsync(
            seed,
            ResultColumn.Temporal("x", ResultColumnType.TimestampNtz),
            () => (Seconds: random.NextInt64(-1L << 40, 1L << 40) >> random.Next(41), Nanoseconds: random.Next(1_000_000_000)),
            static (row, value) => row.WriteTimestamp(value.Seconds, value.Nanoseconds),
            static (value, cell) => decimal.Parse(cell, CultureInfo.InvariantCulture) == value.Seconds + (value.Nanoseconds / 1_000_000_000m));
    }

    private static async Task CheckAsync<T>(
        int seed, ResultColumn column, Func<T> next, Action<RowWriter, T> write, Func<T, string, bool> isSame)
    {
        using var bench = await ResultBench.StartAsync(column);
        var values = Enumerable.Range(0, Count).Select(_ => next()).ToList();
        foreach (var value in values)
        {
            write(bench.Row, value);
            await bench.EndRowAsync();
        }

        var cells = (await bench.RowsAsync()).ConvertAll(row => row.Single()!);
        cells.Should().HaveCount(Count);
        values.Zip(cells).Where(pair => !isSame(pair.First, pair.Second)).Should().BeEmpty("every value comes back (seed {0})", seed);
    }

    private static string Text(Random random)
    {
        var runes = Enumerable.Range(0, random.Next(40)).Select(_ => random.Next(6) switch
        {
            0 => char.ConvertFromUtf32(random.Next(0x20)),
            1 => "\"\\/<&\u007f\u2028"[random.Next(7)].ToString(),
            2 => char.ConvertFromUtf32(random.Next(0x10000, 0x110000)),
            3 => char.ConvertFromUtf32(random.Next(0xd800)),
            _ => char.ConvertFromUtf32(random.Next(0x20, 0x7f)),
        });
        return string.Concat(runes);
    }

    private static bool IsDecimal(Int128 value, int scale, string cell)
    {
        var digits = cell.Replace(".", "", StringComparison.Ordinal);
        var point = cell.IndexOf('.', StringComparison.Ordinal);
        var before = cell.TrimStart('-').Split('.')[0];
        return BigInteger.Parse(digits, CultureInfo.InvariantCulture) == value
            && (scale == 0 ? point < 0 : cell.Length - point - 1 == scale)
            && (before == "0" || before[0] != '0');
    }
}
