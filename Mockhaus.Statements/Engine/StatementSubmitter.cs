using Mockhaus.Statements.Diagnostics;
using Mockhaus.Statements.Lifecycle;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Engine;

/// <summary>Checks, stores and queues statements.</summary>
internal sealed class StatementSubmitter(
    EngineContext context,
    StatementRegistry registry,
    ExecutionQueue queue,
    StatementReader reader,
    StatementCompleter completer,
    SessionExpiry sessions,
    SessionRoom? room,
    HistoryRecorder? history)
{
    /// <summary>How often an addition is repeated while other callers take the place that became free.</summary>
    private const int MaxTurns = 1_000;

    private int _isStoreRefusing;

    public async ValueTask<Statement> SubmitAsync(string sessionId, StatementRequest request, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        ArgumentNullException.ThrowIfNull(request);
        context.ThrowIfDisposed();
        SubmissionCheck.ThrowIfInvalid(request, context.Options);
        cancellationToken.ThrowIfCancellationRequested();
        await sessions.EnterAsync(sessionId, cancellationToken).ConfigureAwait(false);

        DateTimeOffset? after = null;
        for (var turn = 0; turn < MaxTurns; turn++)
        {
            // The outcome of an earlier attempt must not be written to a later one with the same handle, which the host may choose.
            context.ThrowIfDisposed();
            var round = room?.RoundOf(sessionId) ?? 0;
            var statement = ToStatement(sessionId, request, after);

            // Read again where the rows are written; here only so that a bad one is refused before anything is stored.
            _ = ResultSettings.From(statement.Context.Parameters);
            var (submitted, holder) = await TrySubmitAsync(statement, cancellationToken).ConfigureAwait(false);
            if (submitted is not null)
            {
                return submitted;
            }

            if (holder is null)
            {
                if (room is null || !await room.MakeAsync(sessionId, round, cancellationToken).ConfigureAwait(false))
                {
                    break;
                }
            }
            else if (holder.Handle == statement.Handle || (!holder.IsExpiredAt(context.Now) && statement.RequestIdUse != RequestIdUse.Newest))
            {
                return await ToExistingAsync(holder, statement, cancellationToken).ConfigureAwait(false);
            }
            else if (!holder.IsExpiredAt(context.Now))
            {
                // Created at the same time, or by a server whose clock is ahead. The newest statement has to be the later one.
                after = holder.CreatedAt;
            }
        }

        throw EngineErrors.SessionFull(context.Options);
    }

    /// <summary>Adds a statement and queues it.</summary>
    /// <returns>The result of the submission; or the statement that stands in the way; or neither when the session is full.</returns>
    private async ValueTask<(Statement? Submitted, Statement? Holder)> TrySubmitAsync(Statement statement, CancellationToken cancellationToken)
    {
        if (queue.Reserve(statement.SessionId) is { } refusal)
        {
            // A known request that is sent again gets its statement also when there is no place for a new one.
            return (await FindExistingAsync(statement, cancellationToken).ConfigureAwait(false) ?? throw refusal, null);
        }

        var running = new RunningStatement(statement);
        if (!registry.TryAdd(running))
        {
            queue.Release(statement.SessionId);
            running.Dispose();

            // A host that chooses handles may send the same request again while it runs.
            return (await FindExistingAsync(statement, cancellationToken).ConfigureAwait(false) ?? throw EngineErrors.HandleTaken(running.Handle), null);
        }

        // Known here before it can run, so that the fastest statement cannot end unseen by a waiter. From here on the
        // caller's token no longer counts: a statement that may be stored must not be left without its run.
        StatementWrite write;
        try
        {
            write = await context.Store.AddAsync(statement, context.Options.Limits.MaxStatementsPerSession, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            LogOutage(running.Handle, exception);
            queue.Release(statement.SessionId);
            completer.EndUnstored(running, context.Failure(EngineErrors.NotStarted));
            throw;
        }

        ClearOutage();

        if (!write.Written)
        {
            queue.Release(statement.SessionId);
            completer.Forget(running, write.Current ?? statement);
            return (null, write.Current);
        }

        completer.MarkStored(running);
        if (history is not null)
        {
            await RecordAsync(running, history).ConfigureAwait(false);
        }

        queue.Enqueue(running);
        if (context.IsDisposed)
        {
            // Disposed in between: the sweep over the running ones may have missed this one.
            await completer.EndForShutdownAsync(running).ConfigureAwait(false);
            return (running.Current, null);
        }

        return (statement, null);
    }

    /// <summary>Records the submission where that is required. What cannot be recorded does not run, and is removed again, so that the same request
    /// can be sent once more.</summary>
    private async ValueTask RecordAsync(RunningStatement running, HistoryRecorder recorder)
    {
        try
        {
            await recorder.SubmittedAsync(running.Current).ConfigureAwait(false);
        }
        catch (StatementHistoryException)
        {
            queue.Release(running.SessionId);
            await RemoveAsync(running).ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask RemoveAsync(RunningStatement running)
    {
        var failure = context.Failure(EngineErrors.NotRecorded);
        try
        {
            await context.Store.RemoveAsync(running.Handle, CancellationToken.None).ConfigureAwait(false);
            completer.Forget(running, running.Current.IsFinished ? running.Current : failure.Apply(running.Current));
        }
        catch (StatementStoreException)
        {
            completer.EndUnstored(running, failure);
        }
    }

    private async ValueTask<Statement?> FindExistingAsync(Statement statement, CancellationToken cancellationToken)
    {
        var first = statement.RequestId is null || statement.RequestIdUse != RequestIdUse.Key
            ? null
            : await context.Store.FindByRequestIdAsync(statement.SessionId, statement.RequestId, cancellationToken).ConfigureAwait(false);

        // By now, not by when the new one was made: what was released in between is a tombstone, which is no request to compare with.
        return first is null || first.IsExpiredAt(context.Now) ? null : await ToExistingAsync(first, statement, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The statement that was there first, as it stands.</summary>
    private async ValueTask<Statement> ToExistingAsync(Statement first, Statement second, CancellationToken cancellationToken) =>
        await reader.ToCurrentAsync(SubmissionCheck.ThrowIfDifferent(first, second), cancellationToken).ConfigureAwait(false) ?? first;

    /// <param name="sessionId">Its session.</param>
    /// <param name="request">What to run.</param>
    /// <param name="after">The time after which it is created at the earliest, or null.</param>
    private Statement ToStatement(string sessionId, StatementRequest request, DateTimeOffset? after)
    {
        var now = context.Now;
        var timeToLive = request.TimeToLive ?? context.Options.Retention.DefaultTimeToLive;
        return new()
        {
            Handle = request.Handle ?? StatementHandle.New(context.TimeProvider),
            SessionId = sessionId,
            Sql = request.Sql,
            Bindings = request.Bindings.Count == 0 ? Statement.NoBindings : new Dictionary<string, StatementBinding>(request.Bindings),
            Context = CopyOf(request.Context),
            RequestId = request.RequestId,
            RequestIdUse = request.RequestIdUse,
            QueryTag = request.QueryTag,
            User = request.User,
            Status = StatementStatus.Submitted,
            CreatedAt = now > after || after is null ? now : after.Value + TimeSpan.FromMicroseconds(1),
            TimeToLive = timeToLive < context.Options.Retention.MaxTimeToLive ? timeToLive : context.Options.Retention.MaxTimeToLive,
            Timeout = request.Timeout ?? context.Options.Limits.DefaultTimeout,
            StatementCount = request.StatementCount,
            Owner = context.Owner,
            Version = 1,
        };
    }

    /// <summary>A copy, because the caller may go on with its own; names compare without case, as Snowflake's do.</summary>
    private static StatementContext CopyOf(StatementContext context)
    {
        if (ReferenceEquals(context.Parameters, StatementContext.Empty.Parameters))
        {
            return context;
        }

        var copy = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in context.Parameters)
        {
            copy[name] = value;
        }

        return context with { Parameters = copy };
    }

    /// <summary>Logs an outage once; each caller gets the exception.</summary>
    private void LogOutage(StatementHandle handle, Exception exception)
    {
        if (Interlocked.Exchange(ref _isStoreRefusing, 1) == 0)
        {
            Log.NotStored(context.Logger, handle, exception);
        }
    }

    private void ClearOutage()
    {
        // Read first: many threads come by here, and writing would take the line of memory from each other.
        if (Volatile.Read(ref _isStoreRefusing) != 0)
        {
            Volatile.Write(ref _isStoreRefusing, 0);
        }
    }
}
