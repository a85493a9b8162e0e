using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Mockhaus.Statements.Stores.PerSession;

/// <summary>Lists and purges over all sessions.</summary>
internal sealed class SessionLister(SessionDirectory sessions, OpenFiles open, MemoryStatementStore memory)
{
    private const int Page = 128;

    public async IAsyncEnumerable<Statement> ListAsync(
        StatementFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (filter.SessionId is { } sessionId)
        {
            var file = await sessions.FindReadyAsync(sessionId, cancellationToken).ConfigureAwait(false);
            await foreach (var statement in (file is null
                ? memory.ListAsync(filter, cancellationToken)
                : PagedAsync(file, filter, cancellationToken)).ConfigureAwait(false))
            {
                yield return statement;
            }

            yield break;
        }

        var failures = new List<Exception>();
        var list = new MergedList(
            [memory.ListAsync(filter, cancellationToken), .. sessions.GetReady().Select(file => PagedAsync(file, filter, cancellationToken))], failures);
        await using var _ = list.ConfigureAwait(false);
        while (await list.NextAsync().ConfigureAwait(false) is { } statement)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return statement;
        }

        ThrowFirst(failures);
    }

    public async ValueTask<PurgeResult> PurgeExpiredAsync(DateTimeOffset now, TimeSpan tombstoneRetention, CancellationToken cancellationToken)
    {
        var failures = new List<Exception>();
        var (expired, removed) = await memory.PurgeExpiredAsync(now, tombstoneRetention, cancellationToken).ConfigureAwait(false);
        foreach (var file in sessions.GetReady())
        {
            try
            {
                var result = await open.UseAsync(
                    file, new(0, 0), store => store.PurgeExpiredAsync(now, tombstoneRetention, cancellationToken), cancellationToken).ConfigureAwait(false);
                (expired, removed) = (expired + result.Expired, removed + result.Removed);
                if (result.Removed > 0)
                {
                    await RemovePurgedAsync(file, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (StatementStoreException exception)
            {
                failures.Add(exception);
            }
        }

        ThrowFirst(failures);
        return new(expired, removed);
    }

    /// <summary>Lists a file in pages. The file is in use during a page only, so a caller that reads slowly does not keep it
    /// open.</summary>
    public async IAsyncEnumerable<Statement> PagedAsync(
        SessionFile file, StatementFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var next = filter; ;)
        {
            var page = await open.UseAsync(
                file, [], async store => await store.ListAsync(next, cancellationToken).Take(Page).ToListAsync(cancellationToken).ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false);
            foreach (var statement in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return statement;
            }

            if (page.Count < Page)
            {
                yield break;
            }

            next = filter with { After = StatementCursor.After(page[^1]) };
        }
    }

    /// <summary>Removes the handles that were known before the list is read and are not in it: their statements are gone for good, and a
    /// statement that is added again gets a handle entry of its own.</summary>
    private async ValueTask RemovePurgedAsync(SessionFile file, CancellationToken cancellationToken)
    {
        var known = file.Handles.Where(entry => entry.Value.Settled.IsCompleted).ToDictionary();
        await foreach (var statement in PagedAsync(file, new(), cancellationToken).ConfigureAwait(false))
        {
            known.Remove(statement.Handle);
        }

        foreach (var (handle, gone) in known)
        {
            sessions.Remove(handle, gone);
        }
    }

    private static void ThrowFirst(List<Exception> failures)
    {
        if (failures.Count > 0)
        {
            ExceptionDispatchInfo.Throw(failures[0]);
        }
    }
}
