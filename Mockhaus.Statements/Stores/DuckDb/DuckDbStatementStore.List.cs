using System.Runtime.CompilerServices;
using Mockhaus.Statements.Stores.DuckDb;
using Mockhaus.Statements.Stores.Serialization;

namespace Mockhaus.Statements.Stores;

/// <content>Lists, and what has expired.</content>
public sealed partial class DuckDbStatementStore
{
    private const int Page = 128;

    /// <inheritdoc/>
    public async IAsyncEnumerable<Statement> ListAsync(
        StatementFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        cancellationToken.ThrowIfCancellationRequested();
        var handles = await ReadAsync("list", null, () => _file.WithIndex(index => Matching(index, filter))).ConfigureAwait(false);
        foreach (var page in handles.Chunk(Page))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var found = (await ReadAsync("list", null, () => _file.Read(page)).ConfigureAwait(false)).ToDictionary(statement => statement.Handle);
            foreach (var handle in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (found.TryGetValue(handle, out var statement) && filter.Matches(statement))
                {
                    yield return statement;
                }
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<PurgeResult> PurgeExpiredAsync(
        DateTimeOffset now, TimeSpan tombstoneRetention, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (expired, removed) = (0, 0);
        var handles = await ReadAsync("purge", null, () => _file.WithIndex(index => Expired(index, now, tombstoneRetention))).ConfigureAwait(false);
        foreach (var page in handles.Chunk(Page))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var results = await Task.WhenAll(
                RemoveAllAsync([.. page.Where(one => one.Remove).Select(one => one.Handle)], (now - tombstoneRetention).UtcTicks),
                ExpireAllAsync([.. page.Where(one => !one.Remove).Select(one => one.Handle)], now)).ConfigureAwait(false);
            (removed, expired) = (removed + results[0], expired + results[1]);
        }

        await CompactAsync(cancellationToken).ConfigureAwait(false);
        return new(expired, removed);
    }

    /// <summary>Drops what is empty, and moves what still is needed so that the rest of the file can be given back.</summary>
    private async ValueTask CompactAsync(CancellationToken cancellationToken)
    {
        await WriteAsync("purge", null, new FileCommand(_file.DropOldest)).ConfigureAwait(false);
        await EmptyOldestAsync(cancellationToken).ConfigureAwait(false);

        // Last: with the tables full of what is needed, what moves to the front of the file finds room there.
        await WriteAsync("purge", null, new FileCommand(_file.Shorten)).ConfigureAwait(false);
        await EmptyOldestAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask EmptyOldestAsync(CancellationToken cancellationToken)
    {
        while (await ReadAsync("purge", null, _file.Survivors).ConfigureAwait(false) is { Count: > 0 } survivors)
        {
            var copied = 0;
            foreach (var handle in survivors)
            {
                cancellationToken.ThrowIfCancellationRequested();
                copied += await CopyAsync(handle).ConfigureAwait(false) ? 1 : 0;
            }

            await WriteAsync("purge", null, new FileCommand(_file.DropOldest)).ConfigureAwait(false);
            if (copied == 0)
            {
                // Whatever is left there moves on faster than it can be copied. The next pass is early enough.
                return;
            }
        }
    }

    private async ValueTask<bool> CopyAsync(StatementHandle handle)
    {
        try
        {
            var copy = await ReadAsync("purge", handle, () =>
            {
                // The entry first: should the statement change afterwards, the copy is refused.
                var seen = _file.WithIndex(index => index.TryGet(handle, out var entry) ? entry : default);
                return _file.Read([handle]) is [var statement] ? new CopyCommand(statement, seen, _file.ReadBatchRows(handle)) : null;
            }).ConfigureAwait(false);
            return copy is not null && await WriteAsync("purge", handle, copy).ConfigureAwait(false) == WriteOutcome.Written;
        }
        catch (StatementStoreException exception) when (exception.InnerException is InvalidDataException)
        {
            // A damaged row stays where it is, and its table with it, until it has expired.
            return false;
        }
    }

    private async Task<int> RemoveAllAsync(StatementHandle[] handles, long expiredBefore)
    {
        var outcomes = await Task.WhenAll(handles
            .Select(handle => WriteAsync("purge", handle, new RemoveCommand(handle, expiredBefore)).AsTask())).ConfigureAwait(false);
        return outcomes.Count(outcome => outcome == WriteOutcome.Written);
    }

    private async Task<int> ExpireAllAsync(StatementHandle[] handles, DateTimeOffset now)
    {
        var statements = await ReadSoundAsync(handles).ConfigureAwait(false);
        var outcomes = await Task.WhenAll(statements
            .Where(statement => statement.IsFinished && statement.IsExpiredAt(now) && !StoredStatement.IsTombstone(statement))
            .Select(statement => WriteAsync(
                "purge", statement.Handle, new ReplaceCommand(statement.ToTombstone(), statement.Version, null, now.UtcTicks)).AsTask()))
            .ConfigureAwait(false);
        return outcomes.Count(outcome => outcome == WriteOutcome.Written);
    }

    /// <summary>Those that can be read: a damaged row must not keep all others. It goes unread when its tombstone would.</summary>
    private async ValueTask<List<Statement>> ReadSoundAsync(StatementHandle[] handles)
    {
        try
        {
            return handles.Length == 0 ? [] : await ReadAsync("purge", null, () => _file.Read(handles)).ConfigureAwait(false);
        }
        catch (StatementStoreException exception) when (exception.InnerException is InvalidDataException)
        {
            var sound = new List<Statement>();
            foreach (var half in handles.Length == 1 ? [] : handles.Chunk((handles.Length + 1) / 2))
            {
                sound.AddRange(await ReadSoundAsync(half).ConfigureAwait(false));
            }

            return sound;
        }
    }

    private static List<(StatementHandle Handle, bool Remove)> Expired(StatementIndex index, DateTimeOffset now, TimeSpan tombstoneRetention)
    {
        var found = new List<(StatementHandle, bool)>();
        var gone = (now - tombstoneRetention).UtcTicks;
        foreach (var entry in index.All)
        {
            if (entry.IsExpiredAt(now.UtcTicks) && (entry.IsExpiredAt(gone) || !entry.IsTombstone))
            {
                found.Add((entry.Handle, entry.IsExpiredAt(gone)));
            }
        }

        return found;
    }

    /// <summary>What passes as far as the index can tell, in the order of the list. The rest of the filter needs the rows.</summary>
    private static List<StatementHandle> Matching(StatementIndex index, StatementFilter filter)
    {
        var entries = filter.SessionId is null ? index.All : index.GetEntries(filter.SessionId);
        return [.. entries
            .Where(entry => (filter.Status is null || entry.Status == filter.Status)
                && !(filter.UnexpiredAt is { } moment && entry.IsExpiredAt(moment.UtcTicks))
                && !(entry.CreatedAt < filter.CreatedFrom?.UtcTicks)
                && !(entry.CreatedAt >= filter.CreatedBefore?.UtcTicks)
                && !(entry.CreatedAt > filter.After?.CreatedAt.UtcTicks))
            .OrderByDescending(entry => entry.CreatedAt)
            .ThenByDescending(entry => entry.Handle.Value)
            .Select(entry => entry.Handle)];
    }
}
