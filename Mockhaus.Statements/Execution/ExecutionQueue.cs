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

    /// <summary>Takes a statement out of the line, once, whoever comes first; its place is free from then on.</summary>
    /// <returns>Whether this call is the one that took it out.</returns>
    public bool TryLeave(RunningStatement statement)
    {
        if (!statement.TryLeaveQueue())
        {
            return false;
        }

        Interlocked.Decrement(ref _queued);
        return true;
    }

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
            if (TryLeave(statement))
            {
                await run(statement).ConfigureAwait(false);
            }
        }
    }
}
