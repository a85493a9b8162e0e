using System.Globalization;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Stress;

namespace Mockhaus.Statements.Benchmarks;

/// <summary>
/// From the change to the waiter running again, with 1,000 waiters: all on one statement, and one on each of 1,000
/// statements that end at once. The worse of the two counts.
/// </summary>
internal sealed class ManagerWake : IBenchmark
{
    private const int Waiters = 1_000;
    private const int WarmUps = 20;

    public string Name => "manager.wake";

    public double Bar => 5;

    public BenchmarkUnit Unit => BenchmarkUnit.Milliseconds;

    public async Task<Measurement> MeasureAsync(bool quick, Action<string> progress)
    {
        var together = await RoundsAsync(1, quick, progress);
        var apart = await RoundsAsync(Waiters, quick, progress);
        var detail = string.Create(
            CultureInfo.InvariantCulture,
            $"{Measurement.Median(together):0.00} ms on one statement, {Measurement.Median(apart):0.00} ms on {Waiters:N0} of them");
        return Measurement.Of(Measurement.Median(together) > Measurement.Median(apart) ? together : apart, detail);
    }

    private static async Task<List<double>> RoundsAsync(int statements, bool quick, Action<string> progress)
    {
        var rounds = new List<double>();
        for (var round = -WarmUps; round < BenchmarkRounds.Count(quick); round++)
        {
            progress(string.Create(CultureInfo.InvariantCulture, $"{Waiters:N0} waiters on {statements:N0}, round {round + 1} of {BenchmarkRounds.Count(quick)}"));
            var time = await RoundAsync(statements);
            if (round >= 0)
            {
                rounds.Add(time);
            }
        }

        return rounds;
    }

    /// <summary>The median over all waiters, in milliseconds.</summary>
    private static async Task<double> RoundAsync(int statements)
    {
        var executor = new GateExecutor(statements);
        var options = new MockhausStatementsOptions
        {
            Limits = { MaxConcurrentStatements = statements, MaxConcurrentStatementsPerSession = statements, MaxQueuedStatements = statements, MaxWaitersPerStatement = Waiters },
        };
        using var store = new MemoryStatementStore(options);
        await using var manager = new StatementManager(store, executor, options);
        var session = manager.OpenSession("bench");
        var handles = new List<StatementHandle>(statements);
        for (var i = 0; i < statements; i++)
        {
            handles.Add((await session.SubmitAsync(new() { Sql = "select 1" })).Handle);
        }

        await executor.AllArrived;
        var waiters = Enumerable.Range(0, Waiters).Select(i => WakeAsync(session, handles[i % statements])).ToList();
        ProcessMemory.CleanUp();
        if (waiters.Any(waiter => waiter.IsCompleted))
        {
            throw new InvalidOperationException("A waiter woke before anything had ended.");
        }

        var change = TimeProvider.System.GetTimestamp();
        executor.Open();
        var woken = await Task.WhenAll(waiters);
        return Measurement.Median(woken.Select(time => TimeProvider.System.GetElapsedTime(change, time).TotalMilliseconds));
    }

    private static async Task<long> WakeAsync(StatementSession session, StatementHandle handle)
    {
        var statement = await session.WaitAsync(handle, Timeout.InfiniteTimeSpan);
        var time = TimeProvider.System.GetTimestamp();
        return statement.Status == StatementStatus.Succeeded
            ? time
            : throw new InvalidOperationException($"A statement ended {statement.Status}.");
    }

    /// <summary>Lets no statement through before the gate is opened, and then all of them.</summary>
    private sealed class GateExecutor(int expected) : IStatementExecutor
    {
        // Not on the thread that opens it, one after the other: real statements end on threads of their own.
        private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _allArrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _missing = expected;

        public Task AllArrived => _allArrived.Task;

        public void Open() => _gate.SetResult();

        public async ValueTask ExecuteAsync(StatementExecution execution, CancellationToken cancellationToken)
        {
            if (Interlocked.Decrement(ref _missing) == 0)
            {
                _allArrived.SetResult();
            }

            await _gate.Task;
        }
    }
}
