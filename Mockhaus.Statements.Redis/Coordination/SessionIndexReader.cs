using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using StackExchange.Redis;

namespace Mockhaus.Statements.Redis;

/// <summary>Reads summaries of the statements in the indexes of sessions, and repairs the indexes on the way. An index may name too many
/// statements; the statements themselves are decisive.</summary>
internal sealed class SessionIndexReader(RedisCalls calls, RedisKeys keys, KeyLifetimes lifetimes, RedisSessions sessions)
{
    private const int Page = 256;

    private static readonly RedisValue[] SummaryFields = ["f", "c", "s", "e", "x"];

    /// <summary>The sessions that may have statements, or the one that is given.</summary>
    public async ValueTask<IReadOnlyList<string>> GetSessionsAsync(string? only, CancellationToken cancellationToken)
    {
        if (only is not null)
        {
            return [only];
        }

        var members = await calls.CallAsync(
            "list", null, keys.Sessions, static (database, key) => database.SortedSetRangeByRankAsync(key, flags: RedisCalls.Primary), cancellationToken).ConfigureAwait(false);
        return [.. members.Select(session => (string)session!)];
    }

    /// <summary>Reads the statements that are live according to the index, and updates the index for those that are not, or do not
    /// exist.</summary>
    /// <returns>Whether there were any.</returns>
    public async ValueTask<bool> RepairAsync(
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

    /// <summary>Reads summaries of the statements whose scores lie between two bounds; null for a statement that does not exist.</summary>
    public async IAsyncEnumerable<StatementSummary?> ReadSummariesAsync(
        string sessionId,
        double least,
        double most,
        ConcurrentQueue<StatementStoreException>? unreadable,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var members = await calls.CallAsync(
            "list",
            null,
            (Key: keys.Index(sessionId), Least: least, Most: most),
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
            var fields = await calls.CallAsync(
                "list",
                handle,
                keys.Statement(handle),
                static (database, key) => database.HashGetAsync(key, SummaryFields, RedisCalls.Primary),
                cancellationToken).ConfigureAwait(false);
            if (StatementSummary.Read(handle, fields) is not { } summary)
            {
                sessions.RemoveMissing(sessionId, handle);
                return null;
            }

            if (summary.ExpiresAt is { } expiry && StoredFields.Microseconds(expiry) != (long)member.Score)
            {
                sessions.UpdateIndex(sessionId, null, handle, expiry);
            }

            return summary;
        }
        catch (StatementStoreException exception) when (unreadable is not null && RedisErrors.IsUnreadable(exception))
        {
            unreadable.Enqueue(exception);
            return null;
        }
    }

    /// <summary>Unregisters a session without statements. Checked again afterwards, because a statement may have been added
    /// meanwhile.</summary>
    public async ValueTask UnregisterIfEmptyAsync(string sessionId, CancellationToken cancellationToken)
    {
        if (!await IsEmptyAsync(sessionId, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        var left = await calls.ChangeAsync(
            "purge", null, RedisScript.UnregisterSession, [keys.Sessions], sessionId, lifetimes.Session, lifetimes.Entry).ConfigureAwait(false);
        if ((int)left == 1 && !await IsEmptyAsync(sessionId, cancellationToken).ConfigureAwait(false))
        {
            await calls.ChangeAsync("enter", null, RedisScript.RegisterSession, [keys.Sessions], sessionId, lifetimes.Session).ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> IsEmptyAsync(string sessionId, CancellationToken cancellationToken) => !await calls.CallAsync(
        "purge", null, keys.Index(sessionId), static (database, key) => database.KeyExistsAsync(key, RedisCalls.Primary), cancellationToken).ConfigureAwait(false);
}
