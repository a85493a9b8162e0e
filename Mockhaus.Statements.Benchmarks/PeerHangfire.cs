using Hangfire;
using Hangfire.Common;
using Hangfire.InMemory;
using Hangfire.States;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Benchmarks;

/// <summary>
/// Whole statements with an executor that does nothing; against Hangfire with its storage in memory and an empty job. Both
/// sides are given all of the work by one caller, have the same number of workers, and are done when the last has ended.
/// </summary>
internal static class PeerHangfire
{
    // What the manager has when nobody says otherwise.
    private static readonly int Workers = new MockhausStatementsOptions().Limits.MaxConcurrentStatements;

    public static Comparison Comparison { get; } = new("peer.hangfire", 10, 10_000, OursAsync, TheirsAsync);

    private static async Task<TimeSpan> OursAsync(int count)
    {
        var options = new MockhausStatementsOptions
        {
            Limits = { MaxConcurrentStatements = Workers, MaxConcurrentStatementsPerSession = Workers, MaxQueuedStatements = count, MaxQueuedStatementsPerSession = count, MaxStatementsPerSession = count },
        };
        using var store = new MemoryStatementStore(options);
        await using var manager = new StatementManager(store, new NoopExecutor(), options);
        var session = manager.OpenSession("bench");
        var handles = new List<StatementHandle>(count);
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            handles.Add((await session.SubmitAsync(new() { Sql = "select 1" })).Handle);
        }

        foreach (var handle in handles)
        {
            var statement = await session.WaitAsync(handle, Timeout.InfiniteTimeSpan);
            if (statement.Status != StatementStatus.Succeeded)
            {
                throw new InvalidOperationException($"A statement ended {statement.Status}.");
            }
        }

        return TimeProvider.System.GetElapsedTime(start);
    }

    private static async Task<TimeSpan> TheirsAsync(int count)
    {
        HangfireSilence.SetUp();
        using var storage = new InMemoryStorage(new InMemoryStorageOptions
        {
            IdType = InMemoryStorageIdType.Long,
            StringComparer = StringComparer.Ordinal,
        });
        var ends = new HangfireEnds(count);
        using var server = new BackgroundJobServer(
            new BackgroundJobServerOptions { WorkerCount = Workers, IsLightweightServer = true, FilterProvider = ends }, storage);
        var client = new BackgroundJobClient(storage, new JobFilterProviderCollection());
        var job = Job.FromExpression(() => Nothing());
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            client.Create(job, new EnqueuedState());
        }

        await ends.All;
        return TimeProvider.System.GetElapsedTime(start);
    }

    /// <summary>The empty job. Hangfire calls public methods only.</summary>
    public static void Nothing()
    {
    }
}
