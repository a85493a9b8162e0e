using System.Globalization;
using Mockhaus.Statements.Benchmarks.DuckDb;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Stress;

namespace Mockhaus.Statements.Benchmarks.Results;

/// <summary><c>results-memory SHAPE MB</c>: writes one result to a DuckDB file and says how many MB of memory it took at most.</summary>
internal static class MemoryWork
{
    public const string Verb = "results-memory";

    private const long Unlimited = 1L << 40;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var shape = ResultShape.All.Single(shape => shape.Name == arguments[0]);
        var megabytes = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        using var folder = new TemporaryFolder();
        var path = folder.File("statements.db");
        var options = new MockhausStatementsOptions { Results = { MaxResultBytes = Unlimited, MaxTotalResultBytes = Unlimited } };
        await using var database = new InMemoryDuckDbDataSource();
        await using var store = new DuckDbStatementStore(new() { Path = path });
        await using var manager = new StatementManager(store, new AdoNetStatementExecutor(database), options);
        var session = manager.OpenSession("bench");
        ProcessMemory.CleanUp();
        var idle = ProcessMemory.Private();
        var start = TimeProvider.System.GetTimestamp();
        var work = StatementRuns.SucceedAsync(session, shape.Query((long)megabytes * shape.RowsOfAMB));
        var peak = await ProcessMemory.PeakAsync(work);
        var elapsed = TimeProvider.System.GetElapsedTime(start);
        var result = (await work).Result!;
        var written = StatementRuns.MegabytesOf(result.Batches);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{(peak - idle) / ProcessMemory.MB} {written:0} MB of JSON in {result.Batches.Count} batches at {written / elapsed.TotalSeconds:0} MB/s, {idle / ProcessMemory.MB:0} MB idle, {new FileInfo(path).Length / ProcessMemory.MB:0} MB on disk"));
        return 0;
    }
}
