using Mockhaus.Statements.Diagnostics;
using Mockhaus.Statements.Lifecycle;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Engine;

/// <summary>The only writer of terminal states: ends a statement and its children, tries again while the store does not take that, and wakes the waiters.</summary>
internal sealed class StatementCompleter(
    EngineContext context,
    StatementRegistry registry,
    ExecutionQueue queue,
    ResultBudget budget,
    SessionActivity sessions,
    StatementDiagnostics diagnostics,
    HistoryRecorder? history)
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Ends a live statement: one compare-and-set to a terminal state, tried again while the statement moves on but is
    /// still live. The winner wakes the waiters and stops the work; the loser gets the state of the winner.
    /// </summary>
    public async ValueTask<StatementWrite> EndAsync(Statement statement, StatementOutcome end)
    {
        // Looked up once: what is stored has its run by then, or is done with it.
        var running = registry.Find(statement.Handle);
        while (!statement.IsFinished)
        {
            if (running is { Final.IsFinished: false, PendingOutcome: null })
            {
                // Removed while it was live: what stands under its handle now is another one.
                return StatementWrite.NotReplaced(null);
            }

            // A pending outcome wins over the one that is asked for now.
            var next = (running?.PendingOutcome ?? end).Apply(statement);
            var write = await ReplaceAsync(next, statement.Version).ConfigureAwait(false);
            if (write.Written)
            {
                // The children end before a waiter sees the end of the parent.
                await EndChildrenAsync(running, next).ConfigureAwait(false);
                history?.Ended(next);
                OnEnded(running, next);
            }

            if (write.Written || write.Current is null)
            {
                return write;
            }

            statement = write.Current;
        }

        // Also when another manager has ended it, or an earlier attempt whose answer was lost: the work stops all the same.
        if (running?.PendingOutcome is not null)
        {
            history?.Ended(statement);
        }

        OnEnded(running, statement);
        return StatementWrite.NotReplaced(statement);
    }

    public ValueTask<StatementWrite> EndCancelledAsync(Statement statement, DateTimeOffset asked) =>
        EndAsync(statement, StatementOutcome.Cancel(asked, context.Now));

    /// <summary>
    /// Ends a statement, and tries again until the store has an end of it or the manager is disposed. Until then the statement
    /// is live for its readers: an end is answered only when the store has it, so an end that was answered never changes.
    /// </summary>
    public async Task EndInBackgroundAsync(RunningStatement running, StatementOutcome end)
    {
        if (!await TryEndAsync(running, end, FirstRetry).ConfigureAwait(false))
        {
            await RetryEndAsync(running, end).ConfigureAwait(false);
        }
    }

    public Task EndForShutdownAsync(RunningStatement running) =>
        EndInBackgroundAsync(running, context.Failure(EngineErrors.Shutdown));

    /// <summary>
    /// Ends a statement that no worker runs, as soon as the store is available. If it was stored although its submitter
    /// got an exception, it would stay Submitted for ever, and a request with its request id would wait for it.
    /// </summary>
    public void EndUnstored(RunningStatement running, StatementOutcome end) => _ = EndAndForgetAsync(running, end);

    /// <summary>Takes over a terminal state that the store has: wakes the waiters and stops the work.</summary>
    public void OnEnded(RunningStatement? running, Statement final)
    {
        if (running is null)
        {
            return;
        }

        running.Observe(final);
        if (queue.TryRemove(running))
        {
            // It never ran: no worker will look after it any more.
            Forget(running, final);
            return;
        }

        WakeWaiters(running, final);
        running.Timer?.Dispose();
        if (!running.IsExecuted)
        {
            running.Stop();
        }
    }

    /// <summary>Removes a statement from this manager. No worker runs it any more.</summary>
    public void Forget(RunningStatement running, Statement final)
    {
        WakeWaiters(running, final);
        registry.Remove(running);
        running.Dispose();
    }

    /// <summary>The store has the statement: its span begins, and its end is reported if it has ended already.</summary>
    public void MarkStored(RunningStatement running)
    {
        running.Span = diagnostics.Submitted(running.Current);
        if (running.MarkStored())
        {
            ReportEnd(running);
        }
    }

    /// <summary>Ends the children when the parent has been stopped, also while the store has not taken the outcome of the parent.</summary>
    public void EndWithParent(RunningStatement parent, List<RunningStatement> children)
    {
        var end = ToChildOutcome(parent.Expected);
        foreach (var child in children.Where(child => !child.Current.IsFinished))
        {
            _ = EndInBackgroundAsync(child, end);
        }
    }

    /// <summary>Ends a child that did not run. While the store is unavailable, the parent does not wait for it.</summary>
    public async ValueTask EndUnreachedAsync(RunningStatement parent, RunningStatement child)
    {
        var end = ToChildOutcome(parent.Expected);
        if (child.Current.IsFinished || await TryEndAsync(child, end, FirstRetry).ConfigureAwait(false))
        {
            // Also one that was cancelled before its turn: no worker will look after it.
            Forget(child, child.Current);
        }
        else
        {
            EndUnstored(child, end);
        }
    }

    /// <summary>Ends the live children of a statement that has ended. While the store is unavailable, that is tried again in the background.</summary>
    private async ValueTask EndChildrenAsync(RunningStatement? running, Statement parent)
    {
        if (running?.Children is { } children)
        {
            // Set before a child ends: a child that ends because of it must not look like the cause.
            running.Terminal = parent;
            var end = ToChildOutcome(parent);
            await Task.WhenAll(children
                .Where(child => !child.Current.IsFinished)
                .Select(child => EndChildAsync(child, end).AsTask())).ConfigureAwait(false);
        }
    }

    /// <summary>Ends a child. What the store does not take at once is tried again in the background.</summary>
    private async ValueTask EndChildAsync(RunningStatement child, StatementOutcome end)
    {
        if (!await TryEndAsync(child, end, FirstRetry).ConfigureAwait(false))
        {
            _ = RetryEndAsync(child, end);
        }
    }

    private async ValueTask<StatementWrite> ReplaceAsync(Statement next, long version)
    {
        try
        {
            return await context.Store.ReplaceAsync(next, version, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // It may be written.
            history?.OnUnknownWrite();
            throw;
        }
    }

    private async Task EndAndForgetAsync(RunningStatement running, StatementOutcome end)
    {
        await EndInBackgroundAsync(running, end).ConfigureAwait(false);
        Forget(running, running.Current);
    }

    /// <summary>Tries once to end a statement. When the store does not take that, the work stops, and this end is the one to be tried again.</summary>
    private async ValueTask<bool> TryEndAsync(RunningStatement running, StatementOutcome end, TimeSpan pause)
    {
        try
        {
            var write = await EndAsync(running.Current, end).ConfigureAwait(false);
            running.Observe(write.Current);
            await CountResultAsync(write).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception)
        {
            // Also what no store should throw: a worker that dies of it would take all later statements with it.
            Log.EndNotStored(context.Logger, running.Handle, pause, exception);
        }

        running.SetPendingOutcome(end);
        running.Stop();
        return false;
    }

    private async Task RetryEndAsync(RunningStatement running, StatementOutcome end)
    {
        for (var pause = FirstRetry; !context.Disposing.IsCancellationRequested;)
        {
            await Task.Delay(pause, context.TimeProvider, context.Disposing)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (pause == LastRetry)
            {
                // The store may refuse just this success, for its size, and take a failure.
                running.ReplacePendingSuccess(context.Failure(EngineErrors.ResultNotStored));
            }

            pause = pause * 2 < LastRetry ? pause * 2 : LastRetry;
            if (await TryEndAsync(running, end, pause).ConfigureAwait(false))
            {
                return;
            }
        }

        // It is live in the store, and the next manager ends it as owner lost. Waiters get an exception, because this manager has stopped.
        WakeWaiters(running, running.Current);
    }

    /// <summary>Wakes all waiters, and reports the end once.</summary>
    private void WakeWaiters(RunningStatement running, Statement final)
    {
        if (running.Complete(final))
        {
            ReportEnd(running);
        }
    }

    private void ReportEnd(RunningStatement running)
    {
        sessions.OnUsed(running.SessionId);

        // When the manager is disposed, the store may not have the terminal state.
        diagnostics.Finished(running.Expected, running.Span);
    }

    /// <summary>Evicts older rows when a new result exceeds the limit. What the store refuses now is tried at the next result.</summary>
    private async ValueTask CountResultAsync(StatementWrite write)
    {
        // Also one that was written by an earlier try whose answer was lost.
        if (write.Current is not { Result: not null } succeeded)
        {
            return;
        }

        budget.Add(succeeded);
        if (budget.IsExceeded)
        {
            try
            {
                await budget.EnforceAsync(context.Now, context.Disposing).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (context.Disposing.IsCancellationRequested)
            {
                // Broken off by the manager's end. The statement's own end is stored.
            }
            catch (Exception exception)
            {
                Log.SweepFailed(context.Logger, exception);
            }
        }
    }

    private StatementOutcome ToChildOutcome(Statement parent)
    {
        var now = context.Now;
        return parent switch
        {
            { Status: StatementStatus.Cancelled } =>
                StatementOutcome.Cancel(parent.CancelRequestedAt ?? now, now),
            { Status: StatementStatus.Failed, Error: { } error } => context.Failure(error),
            _ => context.Failure(new(StatementErrorCodes.NotReached, "57014", "An earlier statement of the same request did not succeed, so this one did not run.")),
        };
    }
}
