using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Mockhaus.Statements.Diagnostics;
using Mockhaus.Statements.Lifecycle;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Engine;

/// <summary>Makes room in a session that is full: the statements that finished first expire before their time.</summary>
/// <remarks>
/// Over the store's contract, so that every store has it. A session is listed once for many that make room, a few of them at a time, so
/// that a session at its limit costs little more than one below it. Live statements never go, and neither do the finished parts
/// of a request that is live.
/// </remarks>
internal sealed class SessionRoom(IStatementStore store, int limit, Func<DateTimeOffset> clock, Action<StatementHandle> expired, ILogger logger)
{
    /// <summary>How many sessions and statements are remembered. What is forgotten is listed again.</summary>
    private const int MaxSessions = 1_000;
    private const int MaxListed = 1_024;

    private readonly ConcurrentDictionary<string, FullSession> _sessions = new(StringComparer.Ordinal);
    private readonly int _share = Math.Max(1, limit / 100);
    private long _rounds;

    /// <summary>When room was made in a session last. To be taken before a statement is added.</summary>
    public long RoundOf(string sessionId) => _sessions.TryGetValue(sessionId, out var session) ? session.Round : 0;

    /// <summary>Makes room, unless another caller has made some since a round.</summary>
    /// <returns>Whether it is worth adding the statement again; not so when all statements are live.</returns>
    /// <exception cref="StatementStoreException">The store does not answer.</exception>
    public async ValueTask<bool> MakeAsync(string sessionId, long round, CancellationToken cancellationToken)
    {
        if (_sessions.Count > MaxSessions)
        {
            _sessions.Clear();
        }

        var session = _sessions.GetOrAdd(sessionId, static _ => new());
        await session.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return session.Round != round || await ExpireOldestAsync(sessionId, session, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            session.Gate.Release();
        }
    }

    private async ValueTask<bool> ExpireOldestAsync(string sessionId, FullSession session, CancellationToken cancellationToken)
    {
        var (made, isListed) = (0, false);
        while (made < _share)
        {
            if (session.Oldest.Count == 0)
            {
                if (made > 0 || isListed)
                {
                    break;
                }

                isListed = true;
                var kept = await ListAsync(sessionId, session, cancellationToken).ConfigureAwait(false);
                if (session.Oldest.Count == 0)
                {
                    // Fewer than when the store said that it is full: others have made room, or theirs have expired.
                    return kept < limit;
                }
            }

            var some = new List<Task<bool>>();
            while (made + some.Count < _share && session.Oldest.TryDequeue(out var handle))
            {
                some.Add(ExpireAsync(handle, cancellationToken));
            }

            made += (await Task.WhenAll(some).ConfigureAwait(false)).Count(isExpired => isExpired);
        }

        session.Round = Interlocked.Increment(ref _rounds);
        Log.RoomMade(logger, made, limit);
        return true;
    }

    /// <returns>How many statements count for the session.</returns>
    private async ValueTask<int> ListAsync(string sessionId, FullSession session, CancellationToken cancellationToken)
    {
        var kept = 0;
        var live = new HashSet<StatementHandle>();
        var finished = new List<(DateTimeOffset At, StatementHandle Handle, StatementHandle? Parent)>();
        var retained = new StatementFilter { SessionId = sessionId, UnexpiredAt = clock() };
        await foreach (var statement in store.ListAsync(retained, cancellationToken).ConfigureAwait(false))
        {
            kept++;
            if (statement.CompletedAt is { } at && statement.IsFinished)
            {
                finished.Add((at, statement.Handle, statement.Parent));
            }
            else
            {
                live.Add(statement.Handle);
            }
        }

        // Of those that ended at one time, the one that was created first goes first, as the list has it last.
        finished.Reverse();
        session.Oldest = new(finished
            .Where(statement => statement.Parent is not { } parent || !live.Contains(parent))
            .OrderBy(statement => statement.At)
            .Take(MaxListed)
            .Select(statement => statement.Handle));
        return kept;
    }

    /// <returns>Whether the statement is expired by this call.</returns>
    private async Task<bool> ExpireAsync(StatementHandle handle, CancellationToken cancellationToken)
    {
        var statement = await store.FindAsync(handle, cancellationToken).ConfigureAwait(false);
        for (var now = clock(); statement is { IsFinished: true } && !statement.IsExpiredAt(now); now = clock())
        {
            var write = await store.ReplaceAsync(StatementLifecycle.Release(statement, now), statement.Version, CancellationToken.None).ConfigureAwait(false);
            if (write.Written)
            {
                expired(handle);
                return true;
            }

            // Its rows were evicted, or it was released or removed.
            statement = write.Current;
        }

        return false;
    }
}
