using System.Globalization;
using System.Text.Json;
using DuckDB.NET.Data;
using Mockhaus.Statements.Stress;

namespace Mockhaus.Statements.Benchmarks.Results;

/// <summary>
/// From a query to stored batches; against rows as dictionaries, a partition of them at a time, and JsonSerializer, which is how a
/// mock server is first written. Neither side compresses; the detail has what ours does with its default options, where it does.
/// </summary>
internal static class ResultsNaive
{
    private const int Megabytes = 24;
    private static readonly int RowsOfAPartition = new MockhausStatementsOptions().Results.ResultBatchSize;

    public static WorstOfShapes Benchmark { get; } = new("results.naive", 3, BenchmarkUnit.Ratio, async (shape, quick, progress) =>
    {
        await using var table = await ResultTable.MakeAsync(shape, Megabytes);
        var (plain, packed) = (new StoredResults(table, new() { Results = { CompressResults = false } }), new StoredResults(table, new()));
        var megabytes = StatementRuns.MegabytesOf((await plain.ReadAsync()).Select(batch => batch.Info));
        var found = await CompareAsync(plain, quick);
        var compressed = await CompareAsync(packed, quick: true);
        return found with
        {
            Detail = string.Create(CultureInfo.InvariantCulture, $"{found.Detail}, {compressed.Value:0.00}x when only ours compresses"),
        };

        Task<Measurement> CompareAsync(StoredResults ours, bool quick) =>
            new Comparison("results.naive", 3, 1, ours.RunAsync, count => SerializeAsync(table, count))
            {
                Each = (megabytes, " MB"),
                WarmUp = WorstOfShapes.WarmUp,
            }.MeasureAsync(quick, progress);
    });

    private static Task<TimeSpan> SerializeAsync(ResultTable table, int count) => Task.Run(() =>
    {
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            var partitions = new List<byte[]>();
            table.Read(reader => Serialize(reader, partitions));
        }

        return TimeProvider.System.GetElapsedTime(start);
    });

    private static void Serialize(DuckDBDataReader reader, List<byte[]> partitions)
    {
        var rows = new List<Dictionary<string, object?>>();
        while (reader.Read())
        {
            var row = new Dictionary<string, object?>();
            for (var i = 0; i < reader.FieldCount; i++)
            {
                row[reader.GetName(i)] = reader.IsDBNull(i) ? null : reader.GetValue(i);
            }

            rows.Add(row);
            if (rows.Count == RowsOfAPartition)
            {
                partitions.Add(JsonSerializer.SerializeToUtf8Bytes(rows));
                rows.Clear();
            }
        }

        partitions.Add(JsonSerializer.SerializeToUtf8Bytes(rows));
    }
}
