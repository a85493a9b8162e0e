using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.Stores;
using StackExchange.Redis;

namespace Mockhaus.Statements.Redis;

/// <content>Going over many statements: lists, and what is over. The indexes say where to look, the statements what is so.</content>
public sealed partial class RedisStatementStore
{
    private const int FirstPage = 16;
    private const int Page = 256;
    private const int PurgedAtOnce = 16;

    private static readonly RedisValue[] SummaryFields = ["f", "c", "s", "e", "x"];

    /// <inheritdoc/>
    public async IAsyncEnumerable<Statement> ListAsync(
        StatementFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        Check(cancellationToken);
        var found = new List<StatementSummary>();
        var least = filter.Status is StatementStatus.Submitted or StatementStatus.Running ? RedisSessions.Live
            // As far as the index was told: it also counts for the session only what it takes for unexpired.
            : filter.UnexpiredAt is { } moment ? StoredFields.Microseconds(moment)
            : double.NegativeInfinity;
        foreach (var session in await SessionsAsync(filter.SessionId, cancellationToken).ConfigureAwait(false))
        {
            await foreach (var summary in ReadSummariesAsync(session, least, double.PositiveInfinity, null, cancellationToken).ConfigureAwait(false))
            {
                if (summary?.MayMatch(filter) == true)
                {
                    found.Add(summary);
                }
            }
        }

        found.Sort();
        for (var (start, length) = (0, FirstPage); start < found.Count; (start, length) = (start + length, Page))
        {
            var page = found.GetRange(start, Math.Min(length, found.Count - start));
            foreach (var statement in await Task.WhenAll(page.Select(summary => FindAsync(summary.Handle, cancellationToken).AsTask())).ConfigureAwait(false))
            {
                // It may have changed, or gone, since it was glanced at.
                if (statement is not null && filter.Matches(statement))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    yield return statement;
                }
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<PurgeResult> PurgeExpiredAsync(
        DateTimeOffset now, TimeSpan tombstoneRetention, CancellationToken cancellationToken)
    {
        Check(cancellationToken);
        var (expired, removed) = (0, 0);
        var unreadable = new ConcurrentQueue<StatementStoreException>();
        foreach (var session in await SessionsAsync(null, cancellationToken).ConfigureAwait(false))
        {
            // First all that is not known to have ended; what has, is found among the others then.
            await RepairIndexAsync(session, unreadable, cancellationToken).ConfigureAwait(false);
            var over = new List<StatementSummary>();
            await foreach (var summary in ReadSummariesAsync(
                session, double.NegativeInfinity, StoredFields.Microseconds(now), unreadable, cancellationToken).ConfigureAwait(false))
            {
                if (summary?.ExpiresAt <= now)
                {
                    over.Add(summary);
                }
            }

            foreach (var some in over.Chunk(PurgedAtOnce))
            {
                cancellationToken.ThrowIfCancellationRequested();
                foreach (var result in await Task.WhenAll(some.Select(summary => PurgeExpiredAsync(summary, now, tombstoneRetention, unreadable))).ConfigureAwait(false))
                {
                    expired += result.Expired;
                    removed += result.Removed;
                }
            }

            await UnregisterIfEmptyAsync(session, cancellationToken).ConfigureAwait(false);
        }

        // One that cannot be read keeps no other from being reclaimed. Its own keys go by their time to live.
        return unreadable.TryPeek(out var first) ? throw first : new(expired, removed);
    }

    private async Task<PurgeResult> PurgeExpiredAsync(
        StatementSummary over, DateTimeOffset now, TimeSpan tombstoneRetention, ConcurrentQueue<StatementStoreException> unreadable)
    {
        try
        {
            if (over.ExpiresAt + tombstoneRetention <= now)
            {
                return new(0, await RemoveAsync(over.Handle, now - tombstoneRetention).ConfigureAwait(false) ? 1 : 0);
            }

            // A read that has put it off in between wins.
            return !over.IsTombstone
                && await FindAsync(over.Handle, CancellationToken.None).ConfigureAwait(false) is { } statement
                && (await ReplaceAsync(statement.ToTombstone(), statement.Version, now).ConfigureAwait(false)).Written
                    ? new(1, 0)
                    : new(0, 0);
        }
        catch (StatementStoreException exception) when (RedisErrors.IsUnreadable(exception))
        {
            unreadable.Enqueue(exception);
            return new(0, 0);
        }
    }

    /// <summary>Looks at the statements that the index takes for live, and tells it of those that are not, or are not there.</summary>
    /// <returns>Whether there were any.</returns>
    private async ValueTask<bool> RepairIndexAsync(
        string sessionId, ConcurrentQueue<StatementStoreException>? unreadable, CancellationToken cancellationToken)
    {
        var isRepaired = false;
        await foreach (var summary in ReadSummariesAsync(
            sessionId, RedisSessions.Live, double.PositiveInfinity, unreadable, cancellationToken).ConfigureAwait(false))
        {
            isRepaired |= summary is null || summary.ExpiresAt is not null;
        }

        return isRepaired;
    }

    private async ValueTask<IReadOnlyList<string>> SessionsAsync(string? only, CancellationToken cancellationToken)
    {
        if (only is not null)
        {
            return [only];
        }

        var sessions = await _calls.CallAsync(
            "list", null, _keys.Sessions, static (database, key) => database.SortedSetRangeByRankAsync(key, flags: RedisCalls.Primary), cancellationToken).ConfigureAwait(false);
        return [.. sessions.Select(session => (string)session!)];
    }

    /// <summary>Glances at the statements whose scores lie between two bounds, null for one that is not there; the index is mended on the way.</summary>
    private async IAsyncEnumerable<StatementSummary?> ReadSummariesAsync(
        string sessionId,
        double least,
        double most,
        ConcurrentQueue<StatementStoreException>? unreadable,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var members = await _calls.CallAsync(
            "list",
            null,
            (Key: _keys.Index(sessionId), Least: least, Most: most),
            static (database, range) => database.SortedSetRangeByScoreWithScoresAsync(range.Key, range.Least, range.Most, flags: RedisCalls.Primary),
            cancellationToken).ConfigureAwait(false);
        foreach (var page in members.Chunk(Page))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var summary in await Task.WhenAll(page.Select(member => ReadSummaryAsync(sessionId, member, unreadable, cancellationToken))).ConfigureAwait(false))
            {
                yield return summary;
            }
        }
    }

    private async Task<StatementSummary?> ReadSummaryAsync(
        string sessionId, SortedSetEntry member, ConcurrentQueue<StatementStoreException>? unreadable, CancellationToken cancellationToken)
    {
        if (RedisSessions.ParseHandle(member.Element) is not { } handle)
        {
            return null;
        }

        try
        {
            var fields = await _calls.CallAsync(
                "list",
                handle,
                _keys.Statement(handle),
                static (database, key) => database.HashGetAsync(key, SummaryFields, RedisCalls.Primary),
                cancellationToken).ConfigureAwait(false);
            if (StatementSummary.Read(handle, fields) is not { } summary)
            {
                _sessions.RemoveMissing(sessionId, handle);
                return null;
            }

            if (summary.ExpiresAt is { } expiry && StoredFields.Microseconds(expiry) != (long)member.Score)
            {
                _sessions.UpdateIndex(sessionId, null, handle, expiry);
            }

            return summary;
        }
        catch (StatementStoreException exception) when (unreadable is not null && RedisErrors.IsUnreadable(exception))
        {
            unreadable.Enqueue(exception);
            return null;
        }
    }

    /// <summary>Drops the note of a session that has no statements any more. Looked at again afterwards: somebody may have come meanwhile.</summary>
    private async ValueTask UnregisterIfEmptyAsync(string sessionId, CancellationToken cancellationToken)
    {
        if (!await IsEmptyAsync(sessionId, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        var left = await _calls.ChangeAsync(
            "purge", null, RedisScript.UnregisterSession, [_keys.Sessions], sessionId, _lifetimes.Session, _lifetimes.Entry).ConfigureAwait(false);
        if ((int)left == 1 && !await IsEmptyAsync(sessionId, cancellationToken).ConfigureAwait(false))
        {
            await _calls.ChangeAsync("enter", null, RedisScript.RegisterSession, [_keys.Sessions], sessionId, _lifetimes.Session).ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> IsEmptyAsync(string sessionId, CancellationToken cancellationToken) => !await _calls.CallAsync(
        "purge", null, _keys.Index(sessionId), static (database, key) => database.KeyExistsAsync(key, RedisCalls.Primary), cancellationToken).ConfigureAwait(false);
}
