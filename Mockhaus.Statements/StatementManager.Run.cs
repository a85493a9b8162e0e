using System.Data.Common;
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

    private async Task RunAsync(RunningStatement running)
    {
        try
        {
            if (await StartAsync(running).ConfigureAwait(false))
            {
                var end = await ExecuteAsync(running).ConfigureAwait(false);
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
        // Read once: a cancel may move it on at any moment, and its version must not lend itself to this move.
        var submitted = running.Current;
        if (submitted.IsFinished)
        {
            return false;
        }

        var started = StatementLifecycle.Start(submitted, _owner, Now);
        var write = await _store.ReplaceAsync(started, submitted.Version, CancellationToken.None).ConfigureAwait(false);
        running.Learn(write.Current);
        if (write.Written && started.Timeout is { } timeout)
        {
            running.Timer = _timeProvider.CreateTimer(
                _ => _ = EndInBackgroundAsync(running, Failing(TimedOut(timeout))), null, timeout, Timeout.InfiniteTimeSpan);
        }

        return write.Written;
    }

    /// <summary>Runs the executor and stores its rows.</summary>
    /// <returns>How the statement ends, if nobody has ended it meanwhile.</returns>
    private async ValueTask<Func<Statement, Statement>> ExecuteAsync(RunningStatement running)
    {
        var result = new ResultWriter(running.Handle, _store, _options);
        try
        {
            await _executor.ExecuteAsync(new(running.Current, result), running.Stopping).ConfigureAwait(false);
            var manifest = await result.CompleteAsync(running.Stopping).ConfigureAwait(false);
            var now = Now;
            return current => StatementLifecycle.Succeed(current, manifest, now);
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
            running.IsExecuted = true;
            result.Release();
        }
    }

    /// <summary>
    /// Ends a statement that nobody waits upon here. While the store cannot be told, the statement has ended all the same:
    /// this manager answers for it, and tries again until it is stored or the manager is disposed.
    /// </summary>
    private async Task EndInBackgroundAsync(RunningStatement running, Func<Statement, Statement> end)
    {
        for (var pause = FirstRetry; ; pause = pause * 2 < LastRetry ? pause * 2 : LastRetry)
        {
            try
            {
                var write = await EndAsync(running.Current, running.Promised ?? end).ConfigureAwait(false);
                running.Learn(write.Current);
                running.Unwritten = null;
                return;
            }
            catch (Exception exception)
            {
                // Also what no store should throw: a worker that dies of it would take all later statements with it.
                Log.EndNotStored(_logger, running.Handle, pause, exception);
            }

            if (running.Current is { IsFinished: false } current)
            {
                var promised = running.Promise(WithoutPromise(end(current), end));
                running.Unwritten = promised(current);
                running.End(running.Unwritten);
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

    /// <summary>
    /// What is answered from memory must stay true, and a success that the store did not take may never become one. So it
    /// turns into a failure for good; only if the lost write had worked after all does the store's success win.
    /// </summary>
    private Func<Statement, Statement> WithoutPromise(Statement final, Func<Statement, Statement> end) =>
        final.Status == StatementStatus.Succeeded ? Failing(NotStored) : end;

    /// <summary>An end that has its time from now, however long it takes to be written.</summary>
    private Func<Statement, Statement> Failing(StatementError error)
    {
        var now = Now;
        return current => StatementLifecycle.Fail(current, error, now);
    }

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
        DbException database => new(
            StatementErrorCodes.ExecutionFailed, database.SqlState is { Length: 5 } state ? state : "58000", database.Message),
        _ => new(StatementErrorCodes.ExecutionFailed, "58000", $"The executor ended with {exception.GetType().Name}: {exception.Message}"),
    };
}
