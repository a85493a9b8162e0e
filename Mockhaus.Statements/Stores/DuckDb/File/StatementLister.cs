using System.Runtime.CompilerServices;

namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>Lists statements: the index says which may match and in what order, their rows are read page by page.</summary>
internal sealed class StatementLister(FileCalls calls)
{
    private const int Page = 128;

    public async IAsyncEnumerable<Statement> ListAsync(
        StatementFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        cancellationToken.ThrowIfCancellationRequested();
        var handles = await calls.ReadAsync("list", null, () => calls.File.WithIndex(index => FindMatching(index, filter))).ConfigureAwait(false);
        foreach (var page in handles.Chunk(Page))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var found = (await calls.ReadAsync("list", null, () => calls.File.Reader.Read(page)).ConfigureAwait(false))
                .ToDictionary(statement => statement.Handle);
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

    /// <summary>The statements that match as far as the index knows, in the order of the list. The rest of the filter needs the
    /// rows.</summary>
    private static List<StatementHandle> FindMatching(StatementIndex index, StatementFilter filter)
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
