using System.Collections.Concurrent;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Redis;

/// <summary>Replaces expired statements by tombstones, and removes tombstones whose retention is over.</summary>
internal sealed class ExpiredPurger(SessionIndexReader index, StatementReader reader, StatementWriter writer)
{
    private const int PurgedAtOnce = 16;

    public async ValueTask<PurgeResult> PurgeAsync(DateTimeOffset now, TimeSpan tombstoneRetention, CancellationToken cancellationToken)
    {
        var (expired, removed) = (0, 0);
        var unreadable = new ConcurrentQueue<StatementStoreException>();
        foreach (var session in await index.GetSessionsAsync(null, cancellationToken).ConfigureAwait(false))
        {
            // First the statements that are live according to the index; those that have ended are then found among the others.
            await index.RepairAsync(session, unreadable, cancellationToken).ConfigureAwait(false);
            var over = new List<StatementSummary>();
            await foreach (var summary in index.ReadSummariesAsync(
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
                foreach (var result in await Task.WhenAll(some.Select(summary => PurgeAsync(summary, now, tombstoneRetention, unreadable))).ConfigureAwait(false))
                {
                    expired += result.Expired;
                    removed += result.Removed;
                }
            }

            await index.UnregisterIfEmptyAsync(session, cancellationToken).ConfigureAwait(false);
        }

        // A statement that cannot be read does not keep others from being purged. Its own keys expire by their time to live.
        return unreadable.TryPeek(out var first) ? throw first : new(expired, removed);
    }

    private async Task<PurgeResult> PurgeAsync(
        StatementSummary over, DateTimeOffset now, TimeSpan tombstoneRetention, ConcurrentQueue<StatementStoreException> unreadable)
    {
        try
        {
            if (over.ExpiresAt + tombstoneRetention <= now)
            {
                return new(0, await writer.RemoveAsync(over.Handle, now - tombstoneRetention).ConfigureAwait(false) ? 1 : 0);
            }

            // A read that has refreshed the expiry meanwhile wins.
            return !over.IsTombstone
                && await reader.FindAsync(over.Handle, CancellationToken.None).ConfigureAwait(false) is { } statement
                && (await writer.ReplaceAsync(statement.ToTombstone(), statement.Version, now).ConfigureAwait(false)).Written
                    ? new(1, 0)
                    : new(0, 0);
        }
        catch (StatementStoreException exception) when (RedisErrors.IsUnreadable(exception))
        {
            unreadable.Enqueue(exception);
            return new(0, 0);
        }
    }
}
