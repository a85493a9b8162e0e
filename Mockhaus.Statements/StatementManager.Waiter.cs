using Mockhaus.Statements.Engine;
using System.Runtime.CompilerServices;
using Mockhaus.Statements.Lifecycle;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements;

/// <content>Waiting and watching.</content>
public sealed partial class StatementManager
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxTimer = TimeSpan.FromDays(49);

    /// <summary>Waits until a statement has ended, or for a while. Wakes at the end, not by polling.</summary>
    /// <remarks>For a statement that another manager runs, the store is asked about ten times a second, and at once when it tells of a
    /// change (<see cref="IStatementChangeFeed"/>).</remarks>
    /// <param name="sessionId">The session.</param>
    /// <param name="handle">The statement.</param>
    /// <param name="limit">How long to wait at most, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="atLimit">What to do with a statement that is still live then.</param>
    /// <param name="cancellationToken">Gives up; the statement runs on.</param>
    /// <returns>The statement as it stands then: still live when the limit was reached and it goes on.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative.</exception>
    /// <exception cref="StatementLimitException">It has <see cref="MockhausStatementsOptions.MaxWaitersPerStatement"/> waiters already.</exception>
    /// <exception cref="StatementNotFoundException">There is none in this session.</exception>
    /// <exception cref="StatementExpiredException">It has expired or was released.</exception>
    /// <exception cref="StatementStoreException">The store cannot tell.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed already, or is disposed meanwhile and another manager runs
    /// the statement or the store does not take its end.</exception>
    public async ValueTask<Statement> WaitAsync(
        string sessionId, StatementHandle handle, TimeSpan limit, WaitTimeoutBehavior atLimit, CancellationToken cancellationToken)
    {
        if (limit < TimeSpan.Zero && limit != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(nameof(limit), limit, "A limit is not negative. Timeout.InfiniteTimeSpan waits without one.");
        }

        // Looked up before the state is read: a statement that ends in between is no longer among the running ones
        // then, but the task that ends with it is already in hand.
        _running.TryGetValue(handle, out var running);
        var statement = await GetAsync(sessionId, handle, cancellationToken).ConfigureAwait(false);
        running = OwnRun(running, statement);
        if (statement.IsFinished)
        {
            return statement;
        }

        if (limit != TimeSpan.Zero)
        {
            _waiters.Enter(handle, running);
            try
            {
                // Longer than timers go is as good as for ever.
                limit = limit > MaxTimer ? Timeout.InfiniteTimeSpan : limit;
                statement = running is null
                    ? await PollAsync(sessionId, statement, limit, cancellationToken).ConfigureAwait(false)
                    : await running.Ended.WaitAsync(limit, _timeProvider, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // What was read may be newer than what this manager has been told so far.
                statement = AsKnown(running!.Current.Version > statement.Version ? running.Current : statement);
            }
            finally
            {
                _waiters.Leave(handle, running);
            }
        }

        if (running?.Final is not null && !IsFreshEnd(statement))
        {
            return await GetAsync(sessionId, handle, cancellationToken).ConfigureAwait(false);
        }

        if (statement.IsFinished || atLimit == WaitTimeoutBehavior.ReturnCurrent)
        {
            return statement;
        }

        var outcome = await CancelAsync(sessionId, handle, cancellationToken).ConfigureAwait(false);
        return outcome.Statement ?? throw new StatementNotFoundException(handle);
    }

    /// <summary>Follows a statement: as it stands now, then after each change, until it has ended.</summary>
    /// <remarks>
    /// Never the same twice, and never an older one after a newer; states that a slow reader has missed are left out. Progress
    /// counts as a change when the executor tells it. Counts as a waiter.
    /// </remarks>
    /// <param name="sessionId">The session.</param>
    /// <param name="handle">The statement.</param>
    /// <param name="cancellationToken">Gives up; the statement runs on.</param>
    /// <returns>Its states; the last one is terminal.</returns>
    /// <exception cref="StatementLimitException">It has <see cref="MockhausStatementsOptions.MaxWaitersPerStatement"/> waiters already.</exception>
    /// <exception cref="StatementNotFoundException">There is none in this session, or no longer.</exception>
    /// <exception cref="StatementExpiredException">It has expired or was released.</exception>
    /// <exception cref="StatementStoreException">The store cannot tell.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed already, or is disposed meanwhile and another manager runs
    /// the statement or the store does not take its end.</exception>
    public async IAsyncEnumerable<Statement> WatchAsync(
        string sessionId, StatementHandle handle, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _running.TryGetValue(handle, out var running);
        var changed = running?.Changed;
        var seen = await GetAsync(sessionId, handle, cancellationToken).ConfigureAwait(false);
        running = OwnRun(running, seen);
        changed = running is null ? null : changed;
        _waiters.Enter(handle, running);
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
            _waiters.Leave(handle, running);
        }
    }

    /// <summary>
    /// Whether the store need not be asked again: a thousand waiters would ask it a thousand times. It has to be when the
    /// statement was removed while it was live, or when its end is so old that this read puts its expiry off.
    /// </summary>
    private bool IsFreshEnd(Statement statement) =>
        statement.IsFinished
        && (Volatile.Read(ref _disposed) != 0
            || !StatementExpiry.IsWorthWriting(statement, StatementExpiry.Refreshed(statement, _options.MaxTimeToLive, Now)));

    /// <summary>Waits for a statement that another manager runs. Asking is the floor: that it is told of a change is not sure.</summary>
    private async ValueTask<Statement> PollAsync(
        string sessionId, Statement statement, TimeSpan limit, CancellationToken cancellationToken)
    {
        var start = _timeProvider.GetTimestamp();
        var woken = FirstWoken(null);
        while (!statement.IsFinished)
        {
            var pause = NextPause();
            var left = limit == Timeout.InfiniteTimeSpan ? pause : limit - _timeProvider.GetElapsedTime(start);
            if (left < TimeSpan.FromMilliseconds(1))
            {
                break;
            }

            await PauseAsync(left < pause ? left : pause, woken, cancellationToken).ConfigureAwait(false);

            // Asked for before the state is read, so that no change falls in between.
            woken = Woken(statement.Handle, null);
            statement = await GetAsync(sessionId, statement.Handle, cancellationToken).ConfigureAwait(false);
        }

        return statement;
    }

    /// <summary>What changed between the first look and the entering of a waiter has woken nobody, so that one looks once more at once.</summary>
    private Task? FirstWoken(RunningStatement? running) => _changes is null || running is not null ? null : Task.CompletedTask;

    /// <summary>What wakes a waiter for a statement that another manager runs, if anything does.</summary>
    private Task? Woken(StatementHandle handle, RunningStatement? running) =>
        _changes is null || running is not null ? null : _waiters.Woken(handle);

    /// <summary>On a store that several servers share, no two of many waiters ask in step.</summary>
    private TimeSpan NextPause() => _changes is null ? PollInterval : PollInterval * (0.8 + (0.4 * Random.Shared.NextDouble()));

    /// <summary>Waits a while, or less when it is woken or the manager is disposed.</summary>
    private async Task PauseAsync(TimeSpan pause, Task? woken, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposing);
        await (woken?.WaitAsync(pause, _timeProvider, either.Token) ?? Task.Delay(pause, _timeProvider, either.Token))
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfDisposed();
    }

    /// <summary>The run, if it is the statement's: a submission that is about to be refused for its handle has one under the same.</summary>
    private RunningStatement? OwnRun(RunningStatement? running, Statement statement) =>
        running is not null && statement.Owner == _owner ? running : null;

    /// <summary>The statement as it stands. That the manager is disposed is no reason to keep from its waiters how it ends.</summary>
    private async ValueTask<Statement> CurrentAsync(
        string sessionId, StatementHandle handle, RunningStatement? running, CancellationToken cancellationToken)
    {
        if (running is not null
            && Volatile.Read(ref _disposed) != 0
            && await running.Ended.WaitAsync(cancellationToken).ConfigureAwait(false) is { IsFinished: true } final)
        {
            return final;
        }

        return await GetAsync(sessionId, handle, cancellationToken).ConfigureAwait(false);
    }
}
