using Mockhaus.Statements.Engine;
using System.Data.Common;
using System.Diagnostics;
using Mockhaus.Statements.Diagnostics;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Lifecycle;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements;

/// <content>The life of one statement between its queue and its end.</content>
public sealed partial class StatementManager
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(5);

    private ValueTask RunAsync(RunningStatement running) => RunAsync(running, _executor);

    private async ValueTask RunAsync(RunningStatement running, IStatementExecutor executor)
    {
        try
        {
            if (await StartAsync(running).ConfigureAwait(false))
            {
                var end = await ExecuteAsync(running, executor).ConfigureAwait(false);
                await EndInBackgroundAsync(running, end).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            // Nothing is expected here, but a worker that dies of one statement would take all later ones with it.
            Log.RunFailed(_logger, running.Handle, exception);
            await EndInBackgroundAsync(running, Failing(exception is StatementStoreException ? NotStarted : ToError(exception))).ConfigureAwait(false);
        }
        finally
        {
            Forget(running, running.Current);
        }
    }

    private async ValueTask<bool> StartAsync(RunningStatement running)
    {
        // Read once a round: a cancel may move it on at any moment, and its version must not lend itself to this move.
        // Nor is begun what is to end as soon as the store can be told.
        for (var submitted = running.Current; !submitted.IsFinished && running is { Final: null, PendingOutcome: null }; submitted = running.Current)
        {
            if (submitted.CancelRequestedAt is { } asked)
            {
                await EndCancelledAsync(submitted, asked).ConfigureAwait(false);
                return false;
            }

            var started = StatementLifecycle.Start(submitted, Now);
            var write = await _store.ReplaceAsync(started, submitted.Version, CancellationToken.None).ConfigureAwait(false);
            running.Observe(write.Current);
            if (write.Written)
            {
                _diagnostics.Started(started);
                if (started.Timeout is { } limit)
                {
                    SetTimeout(running, limit);
                }

                return true;
            }

            if (write.Current is null)
            {
                return false;
            }
        }

        return false;
    }

    private void SetTimeout(RunningStatement running, TimeSpan limit) => running.Timer = _timeProvider.CreateTimer(
        _ => _ = EndInBackgroundAsync(running, Failing(TimedOut(limit))), null, limit, Timeout.InfiniteTimeSpan);

    /// <summary>Runs the executor and stores its rows.</summary>
    /// <returns>How the statement ends, if nobody has ended it meanwhile.</returns>
    private async ValueTask<StatementOutcome> ExecuteAsync(RunningStatement running, IStatementExecutor executor)
    {
        var execution = new StatementExecution(running.Current, _store, _options, running);
        running.Execution = execution;
        var outer = Activity.Current;
        try
        {
            // Spans of the executor's own lie below the statement's.
            Activity.Current = running.Span;
            if (execution.Statement.StatementCount == 1)
            {
                await executor.ExecuteAsync(execution, running.Stopping).ConfigureAwait(false);
            }
            else
            {
                await RunScriptAsync(running, execution).ConfigureAwait(false);
            }

            var manifest = await execution.CompleteAsync(running.Stopping).ConfigureAwait(false);
            return StatementOutcome.Success(manifest, Now);
        }
        catch (Exception exception)
        {
            // Whatever it is, memory that one statement could not get among it: the others go on.
            // Also when our own token fired: whoever fired it has ended the statement first, so this end comes too late.
            var error = ToError(exception);
            Log.StatementFailed(_logger, running.Handle, error.Code, exception.GetType().Name);
            if (!running.Newest.IsFinished && !running.Stopping.IsCancellationRequested)
            {
                LogCause(running.Handle, error.Code, exception);
            }

            return Failing(error);
        }
        finally
        {
            Activity.Current = outer;
            running.IsExecuted = true;
            execution.Release();
        }
    }

    /// <summary>Logs what is not the fault of the SQL, which has no trace otherwise.</summary>
    private void LogCause(StatementHandle handle, string code, Exception exception)
    {
        if (exception is StatementStoreException)
        {
            Log.ResultNotStored(_logger, handle, code, exception);
        }
        else if (FailureCause.IsTheExecutors(exception))
        {
            Log.ExecutorFailed(_logger, handle, code, exception);
        }
    }

    /// <summary>
    /// Ends a statement, and tries again until the store has an end of it or the manager is disposed. Until then the statement
    /// is live for its readers: an end is answered only when the store has it, so an end that was answered never changes.
    /// </summary>
    private async Task EndInBackgroundAsync(RunningStatement running, StatementOutcome end)
    {
        if (!await TryEndAsync(running, end, FirstRetry).ConfigureAwait(false))
        {
            await RetryEndAsync(running, end).ConfigureAwait(false);
        }
    }

    private async Task RetryEndAsync(RunningStatement running, StatementOutcome end)
    {
        for (var pause = FirstRetry; !_disposing.IsCancellationRequested;)
        {
            await Task.Delay(pause, _timeProvider, _disposing)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (pause == LastRetry)
            {
                // The store may refuse just this success, for its size, and take a failure.
                running.GiveUpSuccess(Failing(ResultNotStored));
            }

            pause = pause * 2 < LastRetry ? pause * 2 : LastRetry;
            if (await TryEndAsync(running, end, pause).ConfigureAwait(false))
            {
                return;
            }
        }

        // It is live for the store, and the next manager finds its owner lost. Callers that wait are told that this one has stopped.
        End(running, running.Current);
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
            Log.EndNotStored(_logger, running.Handle, pause, exception);
        }

        running.SetPendingOutcome(end);
        running.Stop();
        return false;
    }

    /// <summary>Gives up older rows where a new result leaves them no room. What the store refuses now is tried at the next result.</summary>
    private async ValueTask CountResultAsync(StatementWrite write)
    {
        // Also one that was written by an earlier try whose answer was lost.
        if (write.Current is not { Result: not null } succeeded)
        {
            return;
        }

        _budget.Add(succeeded);
        if (_budget.IsExceeded)
        {
            try
            {
                await _budget.EnforceAsync(Now, _disposing).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_disposing.IsCancellationRequested)
            {
                // Broken off by the manager's end. The statement's own end is stored.
            }
            catch (Exception exception)
            {
                Log.SweepFailed(_logger, exception);
            }
        }
    }

    /// <summary>An end that has its time from now, however long it takes to be written.</summary>
    private StatementOutcome Failing(StatementError error) => StatementOutcome.Failure(error, Now);

    private static StatementError NotStarted { get; } = new(
        StatementErrorCodes.ResultNotStored, "58030", "The store did not take the statement, so it did not run. Submit it again when the store is back.");

    private static StatementError ResultNotStored { get; } = new(
        StatementErrorCodes.ResultNotStored,
        "58030",
        "The store did not take the result. The statement may have had its effect; submit it again if it may run twice.");

    private static StatementError TimedOut(TimeSpan timeout) => new(
        StatementErrorCodes.Timeout,
        "57014",
        $"Statement reached its statement or warehouse timeout of {(long)Math.Ceiling(timeout.TotalSeconds)} second(s) and was canceled.");

    private static StatementError ToError(Exception exception) => exception switch
    {
        StatementFailedException failed => failed.Error,
        OutOfMemoryException or { InnerException: OutOfMemoryException } => new(
            StatementErrorCodes.OutOfMemory,
            "53200",
            "The server had not enough memory for the statement. It may have had its effect; ask for less, or submit it again when the server has less to do."),
        StatementStoreException => ResultNotStored,
        StatementLimitException limit => new(StatementErrorCodes.RequestTooLarge, "54000", limit.Message),
        DbException database => new(
            StatementErrorCodes.ExecutionFailed, database.SqlState is { Length: 5 } state ? state : "58000", database.Message),
        _ => new(StatementErrorCodes.ExecutionFailed, "58000", $"The executor ended with {exception.GetType().Name}: {exception.Message}"),
    };
}
