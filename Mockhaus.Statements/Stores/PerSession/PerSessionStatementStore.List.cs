using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Mockhaus.Statements.Stores.PerSession;

namespace Mockhaus.Statements.Stores;

/// <content>What goes over all sessions.</content>
public sealed partial class PerSessionStatementStore
{
    private const int Page = 128;

    /// <inheritdoc/>
    public async IAsyncEnumerable<Statement> ListAsync(
        StatementFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ThrowIfUnusable(cancellationToken);
        if (filter.SessionId is { } sessionId)
        {
            var file = await FindReadyAsync(sessionId, cancellationToken).ConfigureAwait(false);
            await foreach (var statement in (file is null
                ? _memory.ListAsync(filter, cancellationToken)
                : PagedAsync(file, filter, cancellationToken)).ConfigureAwait(false))
            {
                yield return statement;
            }

            yield break;
        }

        var failures = new List<Exception>();
        var list = new MergedList(
            [_memory.ListAsync(filter, cancellationToken), .. GetReady().Select(file => PagedAsync(file, filter, cancellationToken))], failures);
        await using var _ = list.ConfigureAwait(false);
        while (await list.NextAsync().ConfigureAwait(false) is { } statement)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return statement;
        }

        ThrowFirst(failures);
    }

    /// <inheritdoc/>
    public async ValueTask<PurgeResult> PurgeExpiredAsync(
        DateTimeOffset now, TimeSpan tombstoneRetention, CancellationToken cancellationToken)
    {
        ThrowIfUnusable(cancellationToken);
        var failures = new List<Exception>();
        var (expired, removed) = await _memory.PurgeExpiredAsync(now, tombstoneRetention, cancellationToken).ConfigureAwait(false);
        foreach (var file in GetReady())
        {
            try
            {
                var result = await UseAsync(
                    file, new(0, 0), store => store.PurgeExpiredAsync(now, tombstoneRetention, cancellationToken), cancellationToken).ConfigureAwait(false);
                (expired, removed) = (expired + result.Expired, removed + result.Removed);
                if (result.Removed > 0)
                {
                    await ForgetRemovedAsync(file, cancellationToken).ConfigureAwait(false);
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

    /// <summary>A list of a file that is inside of it for each page only, so that whoever reads it slowly keeps no file open.</summary>
    private async IAsyncEnumerable<Statement> PagedAsync(
        SessionFile file, StatementFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var next = filter; ;)
        {
            var page = await UseAsync(
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

    /// <summary>Those known before the list is read, and not in it, are gone for good: what is added again is known anew.</summary>
    private async ValueTask ForgetRemovedAsync(SessionFile file, CancellationToken cancellationToken)
    {
        var known = file.Handles.Where(entry => entry.Value.Settled.IsCompleted).ToDictionary();
        await foreach (var statement in PagedAsync(file, new(), cancellationToken).ConfigureAwait(false))
        {
            known.Remove(statement.Handle);
        }

        foreach (var (handle, gone) in known)
        {
            Forget(handle, gone);
        }
    }

    private List<SessionFile> GetReady() => [.. _sessions.Values.Where(file => file.IsReady)];

    private static void ThrowFirst(List<Exception> failures)
    {
        if (failures.Count > 0)
        {
            ExceptionDispatchInfo.Throw(failures[0]);
        }
    }
}
