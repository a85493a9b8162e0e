using System.Diagnostics;
using Mockhaus.Statements.Diagnostics;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Lifecycle;

namespace Mockhaus.Statements.Engine;

/// <summary>The life of one statement between its queue and its end.</summary>
internal sealed class StatementRunner(
    EngineContext context,
    IStatementExecutor executor,
    StatementCompleter completer,
    MultiStatementRunner multiStatement,
    StatementDiagnostics diagnostics,
    HistoryRecorder? history,
    Func<ISessionStatements> session)
{
    /// <summary>Runs a statement that its turn in the queue has come to.</summary>
    public async ValueTask RunAsync(RunningStatement running)
    {
        if (history is not null)
        {
            // When entries come faster than the history takes them, the next statement waits for its turn.
            await history.WaitForRoomAsync(running.Stopping).ConfigureAwait(false);
        }

        await RunAsync(running, executor).ConfigureAwait(false);
    }

    /// <summary>Runs a statement, or a child of a request of several, and ends it. Never throws.</summary>
    public async ValueTask RunAsync(RunningStatement running, IStatementExecutor statementExecutor)
    {
        try
        {
            if (await StartAsync(running).ConfigureAwait(false))
            {
                var end = await ExecuteAsync(running, statementExecutor).ConfigureAwait(false);
                await completer.EndInBackgroundAsync(running, end).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            // Nothing is expected here, but a worker that dies of one statement would take all later ones with it.
            Log.RunFailed(context.Logger, running.Handle, exception);
            await completer.EndInBackgroundAsync(running, context.Failure(exception is StatementStoreException ? EngineErrors.NotStarted : EngineErrors.From(exception))).ConfigureAwait(false);
        }
        finally
        {
            completer.Forget(running, running.Current);
        }
    }

    private async ValueTask<bool> StartAsync(RunningStatement running)
    {
        // Read once for each attempt: a cancel may change the statement at any moment, and this write must expect the version that was read.
        // A statement with a pending outcome does not start.
        for (var submitted = running.Current; !submitted.IsFinished && running is { Final: null, PendingOutcome: null }; submitted = running.Current)
        {
            if (submitted.CancelRequestedAt is { } asked)
            {
                await completer.EndCancelledAsync(submitted, asked).ConfigureAwait(false);
                return false;
            }

            var started = StatementLifecycle.Start(submitted, context.Now);
            var write = await context.Store.ReplaceAsync(started, submitted.Version, CancellationToken.None).ConfigureAwait(false);
            running.Observe(write.Current);
            if (write.Written)
            {
                diagnostics.Started(started);
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

    private void SetTimeout(RunningStatement running, TimeSpan limit) => running.Timer = context.TimeProvider.CreateTimer(
        _ => _ = completer.EndInBackgroundAsync(running, context.Failure(EngineErrors.TimedOut(limit))), null, limit, Timeout.InfiniteTimeSpan);

    /// <summary>Runs the executor and stores its rows.</summary>
    /// <returns>The outcome, unless the statement has ended meanwhile.</returns>
    private async ValueTask<StatementOutcome> ExecuteAsync(RunningStatement running, IStatementExecutor statementExecutor)
    {
        var execution = new StatementExecution(running.Current, context.Store, context.Options, running, session());
        running.Execution = execution;
        var outer = Activity.Current;
        try
        {
            // Spans of the executor's own lie below the statement's.
            Activity.Current = running.Span;
            if (execution.Statement.StatementCount == 1)
            {
                await statementExecutor.ExecuteAsync(execution, running.Stopping).ConfigureAwait(false);
            }
            else
            {
                await multiStatement.RunAsync(running, execution, this).ConfigureAwait(false);
            }

            var manifest = await execution.CompleteAsync(running.Stopping).ConfigureAwait(false);
            return StatementOutcome.Success(manifest, context.Now);
        }
        catch (Exception exception)
        {
            // Every exception, too little memory for this statement included: the other statements go on.
            // Also when the token fired: the statement has ended before that, so this outcome comes too late.
            var error = EngineErrors.From(exception);
            Log.StatementFailed(context.Logger, running.Handle, error.Code, exception.GetType().Name);
            if (!running.Expected.IsFinished && !running.Stopping.IsCancellationRequested)
            {
                LogCause(running.Handle, error.Code, exception);
            }

            return context.Failure(error);
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
            Log.ResultNotStored(context.Logger, handle, code, exception);
        }
        else if (FailureCause.IsTheExecutors(exception))
        {
            Log.ExecutorFailed(context.Logger, handle, code, exception);
        }
    }
}
