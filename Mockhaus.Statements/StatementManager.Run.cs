using System.Data.Common;
using System.Diagnostics;
using Mockhaus.Statements.Diagnostics;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Lifecycle;
using Mockhaus.Statements.Results;

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
            await EndInBackgroundAsync(running, Failing(ToError(exception))).ConfigureAwait(false);
        }
        finally
        {
            Forget(running, running.Current);
        }
    }

    private async ValueTask<bool> StartAsync(RunningStatement running)
    {
        // Read once a round: a cancel may move it on at any moment, and its version must not lend itself to this move.
        // Nor is begun what was answered as ended while the store could not be told.
        for (var submitted = running.Current; !submitted.IsFinished && running.Final is null; submitted = running.Current)
        {
            if (submitted.CancelRequestedAt is { } asked)
            {
                await EndCancelledAsync(submitted, asked).ConfigureAwait(false);
                return false;
            }

            var started = StatementLifecycle.Start(submitted, Now);
            var write = await _store.ReplaceAsync(started, submitted.Version, CancellationToken.None).ConfigureAwait(false);
            running.Learn(write.Current);
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
    private async ValueTask<StatementEnd> ExecuteAsync(RunningStatement running, IStatementExecutor executor)
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
            return StatementEnd.Success(manifest, Now);
        }
        catch (Exception exception)
        {
            // Whatever it is, memory that one statement could not get among it: the others go on.
            // Also when our own token fired: whoever fired it has ended the statement first, so this end comes too late.
            // The exception itself is not logged: a database's message quotes the SQL.
            var error = ToError(exception);
            Log.StatementFailed(_logger, running.Handle, error.Code, exception.GetType().Name);
            return Failing(error);
        }
        finally
        {
            Activity.Current = outer;
            running.IsExecuted = true;
            execution.Release();
        }
    }

    /// <summary>
    /// Ends a statement that nobody waits upon here. While the store cannot be told, the statement has ended all the same:
    /// this manager answers for it, and tries again until it is stored or the manager is disposed.
    /// </summary>
    private async Task EndInBackgroundAsync(RunningStatement running, StatementEnd end)
    {
        for (var pause = FirstRetry; ; pause = pause * 2 < LastRetry ? pause * 2 : LastRetry)
        {
            try
            {
                var write = await EndAsync(running.Current, end).ConfigureAwait(false);
                running.Learn(write.Current);
                await CountResultAsync(write).ConfigureAwait(false);
                return;
            }
            catch (Exception exception)
            {
                // Also what no store should throw: a worker that dies of it would take all later statements with it.
                Log.EndNotStored(_logger, running.Handle, pause, exception);
            }

            if (running.AnswerWith(WithoutPromise(end)) is { } answered)
            {
                End(running, answered);
                running.Stop();
            }

            if (_disposing.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(pause, _timeProvider, _disposing)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
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

    /// <summary>
    /// What is answered from memory must stay true, and a success that the store did not take may never become one. So it
    /// turns into a failure for good; only if the lost write had worked after all does the store's success win.
    /// </summary>
    private StatementEnd WithoutPromise(StatementEnd end) =>
        end.Status == StatementStatus.Succeeded ? Failing(NotStored) : end;

    /// <summary>An end that has its time from now, however long it takes to be written.</summary>
    private StatementEnd Failing(StatementError error) => StatementEnd.Failure(error, Now);

    private static StatementError NotStored { get; } = new(
        StatementErrorCodes.ResultNotStored, "58030", "The store did not take the statement or its result. Submit it again when the store is back.");

    private static StatementError TimedOut(TimeSpan timeout) => new(
        StatementErrorCodes.Timeout,
        "57014",
        $"Statement reached its statement or warehouse timeout of {(long)Math.Ceiling(timeout.TotalSeconds)} second(s) and was canceled.");

    private static StatementError ToError(Exception exception) => exception switch
    {
        StatementFailedException failed => failed.Error,
        StatementStoreException => NotStored,
        StatementLimitException limit => new(StatementErrorCodes.RequestTooLarge, "54000", limit.Message),
        DbException database => new(
            StatementErrorCodes.ExecutionFailed, database.SqlState is { Length: 5 } state ? state : "58000", database.Message),
        _ => new(StatementErrorCodes.ExecutionFailed, "58000", $"The executor ended with {exception.GetType().Name}: {exception.Message}"),
    };
}
