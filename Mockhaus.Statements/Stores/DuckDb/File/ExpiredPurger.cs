using Mockhaus.Statements.Stores.Serialization;

namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>Replaces expired statements by tombstones, and removes tombstones whose retention is over.</summary>
internal sealed class ExpiredPurger(FileCalls calls)
{
    private const int Page = 128;
    private const string Operation = "purge";

    private readonly FileCompactor _compactor = new(calls);

    public async ValueTask<PurgeResult> PurgeAsync(DateTimeOffset now, TimeSpan tombstoneRetention, CancellationToken cancellationToken)
    {
        var (expired, removed) = (0, 0);
        var handles = await calls.ReadAsync(Operation, null, () => calls.File.WithIndex(index => FindExpired(index, now, tombstoneRetention))).ConfigureAwait(false);
        foreach (var page in handles.Chunk(Page))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var results = await Task.WhenAll(
                RemoveAllAsync([.. page.Where(one => one.Remove).Select(one => one.Handle)], (now - tombstoneRetention).UtcTicks),
                ExpireAllAsync([.. page.Where(one => !one.Remove).Select(one => one.Handle)], now)).ConfigureAwait(false);
            (removed, expired) = (removed + results[0], expired + results[1]);
        }

        await _compactor.CompactAsync(cancellationToken).ConfigureAwait(false);
        return new(expired, removed);
    }

    private async Task<int> RemoveAllAsync(StatementHandle[] handles, long expiredBefore)
    {
        var outcomes = await Task.WhenAll(handles
            .Select(handle => calls.WriteAsync(Operation, handle, new RemoveCommand(handle, expiredBefore)).AsTask())).ConfigureAwait(false);
        return outcomes.Count(outcome => outcome == WriteOutcome.Written);
    }

    private async Task<int> ExpireAllAsync(StatementHandle[] handles, DateTimeOffset now)
    {
        var statements = await ReadSoundAsync(handles).ConfigureAwait(false);
        var outcomes = await Task.WhenAll(statements
            .Where(statement => statement.IsFinished && statement.IsExpiredAt(now) && !StoredStatement.IsTombstone(statement))
            .Select(statement => calls.WriteAsync(
                Operation, statement.Handle, new ReplaceCommand(statement.ToTombstone(), statement.Version, null, now.UtcTicks)).AsTask()))
            .ConfigureAwait(false);
        return outcomes.Count(outcome => outcome == WriteOutcome.Written);
    }

    /// <summary>Reads the statements that can be read, so that a damaged row does not block the others. It is removed, unread, when its
    /// tombstone would be.</summary>
    private async ValueTask<List<Statement>> ReadSoundAsync(StatementHandle[] handles)
    {
        try
        {
            return handles.Length == 0 ? [] : await calls.ReadAsync(Operation, null, () => calls.File.Reader.Read(handles)).ConfigureAwait(false);
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

    private static List<(StatementHandle Handle, bool Remove)> FindExpired(StatementIndex index, DateTimeOffset now, TimeSpan tombstoneRetention)
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
}
