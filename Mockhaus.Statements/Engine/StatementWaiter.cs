using System.Runtime.CompilerServices;
using Mockhaus.Statements.Lifecycle;

namespace Mockhaus.Statements.Engine;

/// <summary>Waits for statements, and watches them.</summary>
internal sealed class StatementWaiter(
    EngineContext context, StatementRegistry registry, StatementReader reader, StatementCanceller canceller, WaiterCount waiters, bool isTold)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest time that a timer takes.</summary>
    public static readonly TimeSpan MaxTimer = TimeSpan.FromDays(49);

    public async ValueTask<Statement> WaitAsync(
        string sessionId, StatementHandle handle, TimeSpan timeout, WaitTimeoutBehavior atTimeout, CancellationToken cancellationToken)
    {
        if (timeout < TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(nameof(timeout), timeout, "A timeout is not negative. Timeout.InfiniteTimeSpan waits without one.");
        }

        // Looked up before the state is read: a statement that ends in between is no longer among the running ones
        // then, but the task that ends with it is already in hand.
        var running = registry.Find(handle);
        var statement = await reader.GetAsync(sessionId, handle, cancellationToken).ConfigureAwait(false);
        running = OwnRun(running, statement);
        if (statement.IsFinished)
        {
            return statement;
        }

        if (timeout != TimeSpan.Zero)
        {
            waiters.Enter(handle, running);
            try
            {
                // Longer than a timer takes: wait without one.
                timeout = timeout > MaxTimer ? Timeout.InfiniteTimeSpan : timeout;
                statement = running is null
                    ? await PollAsync(sessionId, statement, timeout, cancellationToken).ConfigureAwait(false)
                    : await running.Ended.WaitAsync(timeout, context.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // The state that was read may be newer than the one that this manager has seen.
                statement = registry.WithProgress(running!.Current.Version > statement.Version ? running.Current : statement);
            }
            finally
            {
                waiters.Leave(handle, running);
            }
        }

        if (running?.Final is not null && !IsFreshEnd(statement))
        {
            return await reader.GetAsync(sessionId, handle, cancellationToken).ConfigureAwait(false);
        }

        if (statement.IsFinished || atTimeout == WaitTimeoutBehavior.ReturnCurrent)
        {
            return statement;
        }

        var result = await canceller.CancelAsync(sessionId, handle, cancellationToken).ConfigureAwait(false);
        return result.Statement ?? throw new StatementNotFoundException(handle);
    }

    public async IAsyncEnumerable<Statement> WatchAsync(
        string sessionId, StatementHandle handle, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var running = registry.Find(handle);
        var changed = running?.Changed;
        var seen = await reader.GetAsync(sessionId, handle, cancellationToken).ConfigureAwait(false);
        running = OwnRun(running, seen);
        changed = running is null ? null : changed;
        waiters.Enter(handle, running);
        try
        {
            var woken = FirstWoken(running);
            yield return seen;
            while (!seen.IsFinished)
            {
                await (changed?.WaitAsync(cancellationToken) ?? PauseAsync(NextPause(), woken, cancellationToken)).ConfigureAwait(false);

                // Asked for before the state is read, so that no change falls in between.
                (changed, woken) = (running?.Changed, Woken(handle, running));
                var next = await CurrentAsync(sessionId, handle, running, cancellationToken).ConfigureAwait(false);
                if (next.Version > seen.Version || (next.Version == seen.Version && next.Progress != seen.Progress))
                {
                    yield return seen = next;
                }
            }
        }
        finally
        {
            waiters.Leave(handle, running);
        }
    }

    /// <summary>
    /// Whether the store need not be asked again: a thousand waiters would ask it a thousand times. It has to be when the
    /// statement was removed while it was live, or when its end is so old that this read refreshes its expiry.
    /// </summary>
    private bool IsFreshEnd(Statement statement) =>
        statement.IsFinished
        && (context.IsDisposed
            || !StatementExpiry.IsWorthWriting(statement, StatementExpiry.Refreshed(statement, context.Options.Retention.MaxTimeToLive, context.Now)));

    /// <summary>Waits for a statement that another manager runs. Polls, because a reported change may be lost.</summary>
    private async ValueTask<Statement> PollAsync(
        string sessionId, Statement statement, TimeSpan limit, CancellationToken cancellationToken)
    {
        var start = context.TimeProvider.GetTimestamp();
        var woken = FirstWoken(null);
        while (!statement.IsFinished)
        {
            var pause = NextPause();
            var left = limit == Timeout.InfiniteTimeSpan ? pause : limit - context.TimeProvider.GetElapsedTime(start);
            if (left < TimeSpan.FromMilliseconds(1))
            {
                break;
            }

            await PauseAsync(left < pause ? left : pause, woken, cancellationToken).ConfigureAwait(false);

            // Asked for before the state is read, so that no change falls in between.
            woken = Woken(statement.Handle, null);
            statement = await reader.GetAsync(sessionId, statement.Handle, cancellationToken).ConfigureAwait(false);
        }

        return statement;
    }

    /// <summary>A change between the first read and the registration of the waiter woke no one, so the waiter reads once more at once.</summary>
    private Task? FirstWoken(RunningStatement? running) => !isTold || running is not null ? null : Task.CompletedTask;

    /// <summary>What wakes a waiter for a statement that another manager runs, if anything does.</summary>
    private Task? Woken(StatementHandle handle, RunningStatement? running) =>
        !isTold || running is not null ? null : waiters.Woken(handle);

    /// <summary>On a store that several servers share, no two of many waiters ask in step.</summary>
    private TimeSpan NextPause() => !isTold ? PollInterval : PollInterval * (0.8 + (0.4 * Random.Shared.NextDouble()));

    /// <summary>Waits a while, or less when it is woken or the manager is disposed.</summary>
    private async Task PauseAsync(TimeSpan pause, Task? woken, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, context.Disposing);
        await (woken?.WaitAsync(pause, context.TimeProvider, either.Token) ?? Task.Delay(pause, context.TimeProvider, either.Token))
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        context.ThrowIfDisposed();
    }

    /// <summary>The run, if it is the statement's: a submission that is about to be refused for its handle has one under the same.</summary>
    private RunningStatement? OwnRun(RunningStatement? running, Statement statement) =>
        running is not null && statement.Owner == context.Owner ? running : null;

    /// <summary>The statement as it stands. Waiters get the terminal state also when the manager is disposed.</summary>
    private async ValueTask<Statement> CurrentAsync(
        string sessionId, StatementHandle handle, RunningStatement? running, CancellationToken cancellationToken)
    {
        if (running is not null
            && context.IsDisposed
            && await running.Ended.WaitAsync(cancellationToken).ConfigureAwait(false) is { IsFinished: true } final)
        {
            return final;
        }

        return await reader.GetAsync(sessionId, handle, cancellationToken).ConfigureAwait(false);
    }
}
