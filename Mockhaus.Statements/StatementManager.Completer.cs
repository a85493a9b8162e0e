using Mockhaus.Statements.Engine;
using Mockhaus.Statements.Lifecycle;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements;

/// <content>Cancelling, releasing, ending sessions.</content>
public sealed partial class StatementManager
{
    private const int EndedTogether = 64;

    /// <summary>Cancels a statement, and tells the truth about it.</summary>
    /// <remarks>
    /// The word comes before the deed: the statement is Cancelled for everybody once that is stored, and then its executor
    /// is told to stop. An executor that takes its time holds up no answer, and what it still delivers is refused; but it
    /// keeps its place among <see cref="MockhausStatementsOptions.MaxConcurrentStatements"/> until it returns. Only the
    /// manager that runs a statement can stop its work: for another's, the cancel is asked for and stored, and its owner heeds
    /// it within a second.
    /// </remarks>
    /// <param name="sessionId">The session.</param>
    /// <param name="handle">The statement.</param>
    /// <param name="cancellationToken">Gives up; whether the statement is cancelled is then not known.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="StatementExpiredException">It has expired or was released.</exception>
    /// <exception cref="StatementStoreException">The store cannot tell; the statement runs on. Try again.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public async ValueTask<CancelResult> CancelAsync(string sessionId, StatementHandle handle, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        var asked = Now;
        var statement = await FindAsync(sessionId, handle, cancellationToken).ConfigureAwait(false);
        if (statement is null)
        {
            return new(CancelStatus.NotFound, null);
        }

        var isElsewhere = statement.Owner is { } owner && owner != _owner;
        var write = isElsewhere
            ? await AskCancelAsync(statement, asked).ConfigureAwait(false)
            : await EndCancelledAsync(statement, asked).ConfigureAwait(false);
        return write switch
        {
            { Current: null } => new(CancelStatus.NotFound, null),
            { Current: { IsFinished: false } asking } => new(CancelStatus.Cancelling, asking),
            { Written: true, Current.Status: StatementStatus.Cancelled } => new(CancelStatus.Cancelled, write.Current),
            _ => new(CancelStatus.AlreadyFinished, write.Current),
        };
    }

    /// <summary>Lets go of a finished statement: its rows are given up and its handle answers "expired" from now on.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="handle">The statement.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether it was released; not so while it is live (cancel it first).</returns>
    /// <exception cref="StatementNotFoundException">There is none in this session.</exception>
    /// <exception cref="StatementExpiredException">It has expired or was released before.</exception>
    /// <exception cref="StatementStoreException">The store cannot tell.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public async ValueTask<bool> ReleaseAsync(string sessionId, StatementHandle handle, CancellationToken cancellationToken)
    {
        var statement = await GetAsync(sessionId, handle, cancellationToken).ConfigureAwait(false);
        if (!statement.IsFinished)
        {
            return false;
        }

        while (true)
        {
            var released = StatementLifecycle.Release(statement, Now);
            var write = await _store.ReplaceAsync(released, statement.Version, cancellationToken).ConfigureAwait(false);
            if (write.Written)
            {
                _budget.Remove(handle);
                return true;
            }

            // Somebody else has released or removed it, or its rows were given up, which is no reason not to release it.
            statement = write.Current ?? throw new StatementNotFoundException(handle);
            if (statement.IsExpiredAt(Now))
            {
                throw new StatementExpiredException(handle, statement.ExpiresAt!.Value);
            }
        }
    }

    /// <summary>Ends a session: cancels its live statements and removes all of them, without tombstones.</summary>
    /// <remarks>
    /// A statement that is submitted to the session meanwhile may be removed with it or may survive it. The session can be
    /// used again at once, as a new one.
    /// </remarks>
    /// <param name="sessionId">The session.</param>
    /// <param name="cancellationToken">Gives up between two statements.</param>
    /// <returns>How many statements were removed.</returns>
    /// <exception cref="StatementStoreException">The store cannot tell; what was not removed yet is still there.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public async ValueTask<int> EndSessionAsync(string sessionId, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        var removed = 0;
        var all = new StatementFilter { SessionId = sessionId };
        await foreach (var some in _store.ListAsync(all, cancellationToken).Chunk(EndedTogether).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            // Together, because a store on a disk takes as long for one write as for many.
            var gone = await Task.WhenAll(some.Select(statement => EndAndRemoveAsync(statement, cancellationToken))).ConfigureAwait(false);
            removed += gone.Count(isGone => isGone);
        }

        return removed;
    }

    private async Task<bool> EndAndRemoveAsync(Statement statement, CancellationToken cancellationToken)
    {
        if (!statement.IsFinished)
        {
            await EndCancelledAsync(statement, Now).ConfigureAwait(false);
        }

        return await RemoveAsync(statement.Handle, cancellationToken).ConfigureAwait(false);
    }

    private ValueTask<bool> RemoveAsync(StatementHandle handle, CancellationToken cancellationToken)
    {
        _budget.Remove(handle);
        return _store.RemoveAsync(handle, cancellationToken);
    }

    /// <summary>Asks a statement's owner to cancel it.</summary>
    /// <returns>The statement as it stands: asked, or ended before it could be.</returns>
    private async ValueTask<StatementWrite> AskCancelAsync(Statement statement, DateTimeOffset asked)
    {
        while (!statement.IsFinished && statement.CancelRequestedAt is null)
        {
            var write = await _store.ReplaceAsync(StatementLifecycle.RequestCancel(statement, asked), statement.Version, CancellationToken.None)
                .ConfigureAwait(false);
            if (write.Written || write.Current is null)
            {
                return write;
            }

            statement = write.Current;
        }

        return new(false, statement);
    }

    /// <summary>
    /// Ends a live statement: one compare-and-set to a terminal state, tried again while the statement moves on but is
    /// still live. Whoever wins wakes the waiters and stops the work; the loser gets the winner's state.
    /// </summary>
    private async ValueTask<StatementWrite> EndAsync(Statement statement, StatementOutcome end)
    {
        // Looked up once: what is stored has its run by then, or is done with it.
        _running.TryGetValue(statement.Handle, out var running);
        while (!statement.IsFinished)
        {
            if (running is { Final.IsFinished: false, PendingOutcome: null })
            {
                // Removed while it was live: what stands under its handle now is another one.
                return new(false, null);
            }

            // What was decided while the store could not be told is the end, although another is asked for now.
            var next = (running?.PendingOutcome ?? end).Apply(statement);
            var write = await _store.ReplaceAsync(next, statement.Version, CancellationToken.None).ConfigureAwait(false);
            if (write.Written)
            {
                // Before anybody is told of the whole, its parts have ended too.
                await EndPartsAsync(running, next).ConfigureAwait(false);
                Ended(running, next);
            }

            if (write.Written || write.Current is null)
            {
                return write;
            }

            statement = write.Current;
        }

        // Also when somebody else has ended it, or an earlier try of ours whose answer was lost: the work stops all the same.
        Ended(running, statement);
        return new(false, statement);
    }

    private ValueTask<StatementWrite> EndCancelledAsync(Statement statement, DateTimeOffset asked) =>
        EndAsync(statement, StatementOutcome.Cancel(asked, Now));

    private void Ended(RunningStatement? running, Statement final)
    {
        if (running is null)
        {
            return;
        }

        running.Observe(final);
        if (_queue.TryRemove(running))
        {
            // It never ran: no worker will look after it any more.
            Forget(running, final);
            return;
        }

        End(running, final);
        running.Timer?.Dispose();
        if (!running.IsExecuted)
        {
            running.Stop();
        }
    }

    /// <summary>Wakes all who wait, and tells of the end, once.</summary>
    private void End(RunningStatement running, Statement final)
    {
        if (running.End(final))
        {
            TellEnd(running);
        }
    }

    private void TellEnd(RunningStatement running)
    {
        if (_idle is not null)
        {
            Use(running.SessionId, Now);
        }

        // At the manager's end it may be that the store was never told.
        _diagnostics.Finished(running.Newest, running.Span);
    }

    private void Forget(RunningStatement running, Statement final)
    {
        End(running, final);
        _running.TryRemove(new(running.Handle, running));
        running.Dispose();
    }

    private async Task EndForShutdownAsync(RunningStatement running)
    {
        var error = new StatementError(
            StatementErrorCodes.Shutdown, "57P01", "The server stopped before the statement ended. Submit it again.");
        await EndInBackgroundAsync(running, Failing(error)).ConfigureAwait(false);
    }
}
