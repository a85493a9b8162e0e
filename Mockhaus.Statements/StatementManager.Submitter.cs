using Mockhaus.Statements.Engine;
using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.Diagnostics;
using Mockhaus.Statements.Lifecycle;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements;

/// <content>Submitting.</content>
public sealed partial class StatementManager
{
    private const int MaxRequestIdLength = 256;

    /// <summary>How often a statement is added again because what stood in its way has made way, and other callers took its place.</summary>
    private const int MaxTurns = 1_000;

    /// <summary>Stores a statement and lets it run. Returns as soon as it is stored.</summary>
    /// <remarks>
    /// With a <see cref="StatementRequest.RequestId"/> that a statement of this session holds, that statement is returned
    /// as it stands, and nothing new runs, unless <see cref="StatementRequest.RequestIdUse"/> says otherwise. In a full session the oldest
    /// finished statements expire (<see cref="MockhausStatementsOptions.SessionLimit"/>). The token counts until the statement is stored; after that it runs on.
    /// </remarks>
    /// <param name="sessionId">The session.</param>
    /// <param name="request">What to run.</param>
    /// <param name="cancellationToken">Gives up before anything is stored.</param>
    /// <returns>The stored statement.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time to live, the timeout or the statement count is out of range.</exception>
    /// <exception cref="StatementLimitException">The SQL is too long, the request id is, the queue is full, or the session is, of live statements; nothing was stored.</exception>
    /// <exception cref="StatementParameterException">A session parameter has a value that cannot be used; nothing was stored.</exception>
    /// <exception cref="StatementConflictException">The handle is taken, or the request id is by another request.</exception>
    /// <exception cref="StatementStoreException">The store did not take it; nothing runs. Should it have been stored after all,
    /// it is ended as failed as soon as the store answers.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public async ValueTask<Statement> SubmitAsync(string sessionId, StatementRequest request, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        ArgumentNullException.ThrowIfNull(request);
        ThrowIfDisposed();
        Check(request);
        cancellationToken.ThrowIfCancellationRequested();
        await EnterAsync(sessionId, cancellationToken).ConfigureAwait(false);

        DateTimeOffset? after = null;
        for (var turn = 0; turn < MaxTurns; turn++)
        {
            // The end of an earlier turn must not be written to a later one that has the same handle, the host's own.
            ThrowIfDisposed();
            var round = _room?.RoundOf(sessionId) ?? 0;
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
                if (_room is null || !await _room.MakeAsync(sessionId, round, cancellationToken).ConfigureAwait(false))
                {
                    break;
                }
            }
            else if (holder.Handle == statement.Handle || (!holder.IsExpiredAt(Now) && statement.RequestIdUse != RequestIdUse.Newest))
            {
                return await FirstAsync(holder, statement, cancellationToken).ConfigureAwait(false);
            }
            else if (!holder.IsExpiredAt(Now))
            {
                // Created at the same time, or by a server whose clock is ahead. The newest statement has to be the later one.
                after = holder.CreatedAt;
            }
        }

        throw SessionFull();
    }

    /// <summary>Adds a statement and queues it.</summary>
    /// <returns>What the submission is answered with; or what stands in the way, and nothing when the session is full.</returns>
    private async ValueTask<(Statement? Submitted, Statement? Holder)> TrySubmitAsync(Statement statement, CancellationToken cancellationToken)
    {
        if (_queue.Reserve(statement.SessionId) is { } refusal)
        {
            // A known request that is sent again gets its statement also when there is no place for a new one.
            return (await FindSameAsync(statement, cancellationToken).ConfigureAwait(false) ?? throw refusal, null);
        }

        var running = new RunningStatement(statement);
        if (!_running.TryAdd(running.Handle, running))
        {
            _queue.Release(statement.SessionId);
            running.Dispose();

            // Whoever brings its own handle may send the same request again while it runs.
            return (await FindSameAsync(statement, cancellationToken).ConfigureAwait(false) ?? throw HandleTaken(running.Handle), null);
        }

        // Known here before it can run, so that the fastest statement cannot end unseen by a waiter. From here on the
        // caller's token no longer counts: a statement that may be stored must not be left without its run.
        StatementWrite write;
        try
        {
            write = await _store.AddAsync(statement, _options.MaxStatementsPerSession, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            NoteUnstored(running.Handle, exception);
            _queue.Release(statement.SessionId);
            EndUnstored(running, Failing(NotStarted));
            throw;
        }

        NoteStored();

        if (!write.Written)
        {
            _queue.Release(statement.SessionId);
            Forget(running, write.Current ?? statement);
            return (null, write.Current);
        }

        Stored(running);
        _queue.Enqueue(running);
        if (Volatile.Read(ref _disposed) != 0)
        {
            // Disposed in between: the sweep over the running ones may have missed this one.
            await EndForShutdownAsync(running).ConfigureAwait(false);
            return (running.Current, null);
        }

        return (statement, null);
    }

    /// <summary>
    /// Ends a statement that no worker looks after, as soon as the store can be told. If it was stored although its submitter
    /// was told otherwise, it would stay Submitted for ever, and a request with its request id would wait for it.
    /// </summary>
    private async void EndUnstored(RunningStatement running, StatementOutcome end)
    {
        await EndInBackgroundAsync(running, end).ConfigureAwait(false);
        Forget(running, running.Current);
    }

    /// <summary>Tells the log of an outage once: whoever submits is told each time.</summary>
    private void NoteUnstored(StatementHandle handle, Exception exception)
    {
        if (Interlocked.Exchange(ref _isStoreRefusing, 1) == 0)
        {
            Log.NotStored(_logger, handle, exception);
        }
    }

    private void NoteStored()
    {
        // Read first: many threads come by here, and writing would take the line of memory from each other.
        if (Volatile.Read(ref _isStoreRefusing) != 0)
        {
            Volatile.Write(ref _isStoreRefusing, 0);
        }
    }

    private void Stored(RunningStatement running)
    {
        running.Span = _diagnostics.Submitted(running.Current);
        if (running.Store())
        {
            TellEnd(running);
        }
    }

    private StatementLimitException SessionFull() =>
        new(nameof(_options.MaxStatementsPerSession), _options.MaxStatementsPerSession, _options.MaxStatementsPerSession + 1L);

    private void Check(StatementRequest request)
    {
        ArgumentNullException.ThrowIfNull(request.Sql, nameof(request));
        ArgumentNullException.ThrowIfNull(request.Bindings, nameof(request));
        ArgumentNullException.ThrowIfNull(request.Context, nameof(request));
        if (request.Sql.Length > _options.MaxSqlLength)
        {
            throw new StatementLimitException(nameof(_options.MaxSqlLength), _options.MaxSqlLength, request.Sql.Length);
        }

        if (request.RequestId?.Length > MaxRequestIdLength)
        {
            throw new StatementLimitException(nameof(request.RequestId), MaxRequestIdLength, request.RequestId.Length);
        }

        ArgumentOutOfRangeException.ThrowIfNegative(request.StatementCount, nameof(request));
        if (request.TimeToLive <= TimeSpan.Zero || request.Timeout <= TimeSpan.Zero || request.Timeout > MaxTimer)
        {
            throw new ArgumentOutOfRangeException(
                nameof(request), "A time to live or a timeout is longer than zero, a timeout at most 49 days. Leave it null for the default.");
        }
    }

    private async ValueTask<Statement?> FindSameAsync(Statement statement, CancellationToken cancellationToken)
    {
        var first = statement.RequestId is null || statement.RequestIdUse != RequestIdUse.Key
            ? null
            : await _store.FindByRequestIdAsync(statement.SessionId, statement.RequestId, cancellationToken).ConfigureAwait(false);

        // By now, not by when the new one was made: what was released in between is a tombstone, which is no request to compare with.
        return first is null || first.IsExpiredAt(Now) ? null : await FirstAsync(first, statement, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The statement that was there first, as it stands.</summary>
    private async ValueTask<Statement> FirstAsync(Statement first, Statement second, CancellationToken cancellationToken) =>
        await KnownAsync(Same(first, second), cancellationToken).ConfigureAwait(false) ?? first;

    /// <param name="sessionId">Its session.</param>
    /// <param name="request">What to run.</param>
    /// <param name="after">The time after which it is created at the earliest, or null.</param>
    private Statement ToStatement(string sessionId, StatementRequest request, DateTimeOffset? after)
    {
        var now = Now;
        var timeToLive = request.TimeToLive ?? _options.DefaultTimeToLive;
        return new()
        {
            Handle = request.Handle ?? StatementHandle.New(_timeProvider),
            SessionId = sessionId,
            Sql = request.Sql,
            Bindings = request.Bindings.Count == 0 ? Statement.NoBindings : new Dictionary<string, StatementBinding>(request.Bindings),
            Context = CopyOf(request.Context),
            RequestId = request.RequestId,
            RequestIdUse = request.RequestIdUse,
            QueryTag = request.QueryTag,
            Status = StatementStatus.Submitted,
            CreatedAt = now > after || after is null ? now : after.Value + TimeSpan.FromMicroseconds(1),
            TimeToLive = timeToLive < _options.MaxTimeToLive ? timeToLive : _options.MaxTimeToLive,
            Timeout = request.Timeout ?? _options.DefaultTimeout,
            StatementCount = request.StatementCount,
            Owner = _owner,
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

    /// <summary>The statement that was there first, if the new one asks for the same.</summary>
    private static Statement Same(Statement first, Statement second)
    {
        if (first.SessionId != second.SessionId || first.RequestId is null || first.RequestId != second.RequestId)
        {
            throw HandleTaken(second.Handle);
        }

        var same = first.Sql == second.Sql
            && first.QueryTag == second.QueryTag
            && first.StatementCount == second.StatementCount
            && (first.Context with { Parameters = second.Context.Parameters }) == second.Context
            && SameEntries(first.Context.Parameters, second.Context.Parameters)
            && SameEntries(first.Bindings, second.Bindings);
        return same
            ? first
            : throw new StatementConflictException(
                $"Request id '{second.RequestId}' belongs to statement {first.Handle}, which has other SQL, bindings or context. Use a new request id.");
    }

    private static bool SameEntries<T>(IReadOnlyDictionary<string, T> left, IReadOnlyDictionary<string, T> right) =>
        left.Count == right.Count
        && left.All(entry => right.TryGetValue(entry.Key, out var other) && Equals(entry.Value, other));

    private static StatementConflictException HandleTaken(StatementHandle handle) =>
        new($"Statement handle {handle} is taken. Use another, or none.");
}
