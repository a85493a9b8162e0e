using System.Threading.Channels;

namespace Mockhaus.Statements.Execution;

/// <summary>A bounded line of statements, in order, in front of a fixed number of workers.</summary>
/// <remarks>
/// A place is reserved before a statement is stored, so that a full line refuses without a trace. The channel itself is
/// unbounded: the count of reserved places is what bounds it, and a cancelled statement gives its place back at once
/// although it is still in the channel.
/// </remarks>
internal sealed class ExecutionQueue(int maxQueued)
{
    private readonly Channel<RunningStatement> _line = Channel.CreateUnbounded<RunningStatement>();
    private int _queued;

    public bool TryReserve()
    {
        if (Interlocked.Increment(ref _queued) <= maxQueued)
        {
            return true;
        }

        Interlocked.Decrement(ref _queued);
        return false;
    }

    public void GiveBack() => Interlocked.Decrement(ref _queued);

    public void Enqueue(RunningStatement statement) => _line.Writer.TryWrite(statement);

    public void Close() => _line.Writer.TryComplete();

    /// <summary>Starts the workers.</summary>
    /// <returns>A task that ends when the line is closed and empty and every worker is done.</returns>
    public Task RunAsync(int workers, Func<RunningStatement, Task> run) =>
        Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(() => WorkAsync(run))));

    private async Task WorkAsync(Func<RunningStatement, Task> run)
    {
        await foreach (var statement in _line.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (statement.TryLeaveQueue())
            {
                GiveBack();
                await run(statement).ConfigureAwait(false);
            }
        }
    }
}
