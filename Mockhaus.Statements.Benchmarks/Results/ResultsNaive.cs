using System.Text.Json;
using DuckDB.NET.Data;

namespace Mockhaus.Statements.Benchmarks.Results;

/// <summary>
/// From a query to stored batches, with default options and so compressed; against rows as dictionaries, a partition of them
/// at a time, and JsonSerializer, which is how a mock server is first written.
/// </summary>
internal static class ResultsNaive
{
    private const int Megabytes = 24;
    private static readonly int RowsOfAPartition = new MockhausStatementsOptions().ResultBatchSize;

    public static WorstOfShapes Benchmark { get; } = new("results.naive", 3, BenchmarkUnit.Ratio, async (shape, quick, progress) =>
    {
        await using var table = await ResultTable.MakeAsync(shape, Megabytes);
        var ours = new StoredResults(table, new());
        var batches = await ours.ReadAsync();
        return await new Comparison("results.naive", 3, 1, ours.RunAsync, count => SerializeAsync(table, count))
        {
            Each = (StoredResults.MegabytesOf(batches.Select(batch => batch.Info)), " MB"),
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
