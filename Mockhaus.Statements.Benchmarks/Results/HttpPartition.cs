using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Mockhaus.Statements.Benchmarks.DuckDb;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Benchmarks.Results;

/// <summary>Compressed partitions over loopback, one request after another; against an endpoint of the same server that has the same bytes at hand.</summary>
internal static class HttpPartition
{
    private const int Megabytes = 16;

    /// <summary>How many MB a round sends.</summary>
    private const int Sent = 100;

    /// <summary>
    /// Many: a round takes a twentieth of a second, and where the threads of server and client run in it, on one core or on two, makes more of a
    /// difference than all that is measured.
    /// </summary>
    private const int Rounds = 99;

    public static WorstOfShapes InMemory { get; } = Of("http.partition", 0.9, (statements, _) =>
        statements.Configure(options => options.Type = StatementStoreType.Memory));

    public static WorstOfShapes OnFile { get; } = Of("http.partition.duckdb", 0, (statements, folder) =>
        statements.UseDuckDbStore(options => options.Path = folder.File("statements.db")));

    private static WorstOfShapes Of(string name, double bar, Action<MockhausStatementsBuilder, TemporaryFolder> configure) =>
        new(name, bar, BenchmarkUnit.Ratio, async (shape, quick, progress) =>
        {
            using var folder = new TemporaryFolder();
            await using var table = await ResultTable.MakeAsync(shape, Megabytes);
            await using var server = await PartitionServer.StartAsync(table, statements => configure(statements, folder));
            var found = await new Comparison(name, bar, (int)(Sent / server.Megabytes), server.OursAsync, server.TheirsAsync)
            {
                Each = (server.Megabytes, " MB"),
                WarmUp = WorstOfShapes.WarmUp,
                Rounds = Rounds,
            }.MeasureAsync(quick, progress);
            return found with
            {
                Detail = string.Create(CultureInfo.InvariantCulture, $"{found.Detail}, {server.Megabytes * 1024:0} KB each"),
            };
        });
}
