using System.Collections.Concurrent;
using System.Threading.Channels;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Benchmarks;

/// <summary>
/// Whole statements with an executor that does nothing; against a Channel loop that makes a UUID, a CancellationTokenSource
/// and three dictionary writes for each. Both keep a window of work going and wait for the last of it.
/// </summary>
internal static class ManagerNoop
{
    private const int Window = 500;

    public static Comparison Comparison { get; } = new("manager.noop", 0.4, 50_000, OursAsync, TheirsAsync);

    private static async Task<TimeSpan> OursAsync(int count)
    {
        var options = new MockhausStatementsOptions { Limits = { MaxStatementsPerSession = count } };
        using var store = new MemoryStatementStore(options);
        await using var manager = new StatementManager(store, new NoopExecutor(), options);
        var session = manager.OpenSession("bench");
        var handles = new Queue<StatementHandle>(Window);
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            // As the bounded channel does: when the window is full, the next one waits until the oldest is done.
            if (handles.Count == Window)
            {
                await session.WaitAsync(handles.Dequeue(), Timeout.InfiniteTimeSpan);
            }

            handles.Enqueue((await session.SubmitAsync(new() { Sql = "select 1" })).Handle);
        }

        while (handles.TryDequeue(out var handle))
        {
            await session.WaitAsync(handle, Timeout.InfiniteTimeSpan);
        }

        return TimeProvider.System.GetElapsedTime(start);
    }

    private static async Task<TimeSpan> TheirsAsync(int count)
    {
        var states = new ConcurrentDictionary<Guid, int>();
        var line = Channel.CreateBounded<(Guid Id, CancellationTokenSource Stop)>(Window);
        var worker = Task.Run(async () =>
        {
            await foreach (var (id, stop) in line.Reader.ReadAllAsync())
            {
                states[id] = 2;
                states[id] = 3;
                stop.Dispose();
            }
        });
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
            states[id] = 1;
            await line.Writer.WriteAsync((id, new CancellationTokenSource()));
        }

        line.Writer.Complete();
        await worker;
        return TimeProvider.System.GetElapsedTime(start);
    }
}
