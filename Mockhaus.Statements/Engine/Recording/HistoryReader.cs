using System.Globalization;
using Mockhaus.Statements.History;

namespace Mockhaus.Statements.Engine;

/// <summary>Reads the history, with the live statements before it where that is asked for.</summary>
internal sealed class HistoryReader(EngineContext context, IStatementHistory? history, HistoryRecorder? recorder)
{
    /// <summary>Precedes a position among the live statements.</summary>
    private const string LivePrefix = "live:";

    /// <param name="sessionId">The session whose entries are read, or null for those of all sessions.</param>
    /// <param name="filter">Which entries, or null for all.</param>
    /// <param name="limit">The largest number of entries.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async ValueTask<HistoryPage> ReadAsync(string? sessionId, HistoryFilter? filter, int limit, CancellationToken cancellationToken)
    {
        context.ThrowIfDisposed();
        HistoryLimit.ThrowIfInvalid(limit);
        var (kept, record) = (Require(history), Require(recorder));
        var asked = filter ?? new();
        asked = sessionId is null ? asked : asked with { SessionId = sessionId };
        var live = new List<HistoryEntry>();
        if (asked.IncludeLive && asked.After?.StartsWith(LivePrefix, StringComparison.Ordinal) != false)
        {
            var next = await ListLiveAsync(asked, limit, live, record.Factory, sessionId is not null, cancellationToken).ConfigureAwait(false);
            if (next is not null || live.Count == limit)
            {
                return new(live, next ?? ToPosition(live[^1]));
            }

            asked = asked with { After = null };
        }

        // What has ended before this call is in the page.
        await record.FlushAsync(cancellationToken).ConfigureAwait(false);
        var page = await kept.ReadAsync(asked, limit - live.Count, cancellationToken).ConfigureAwait(false);
        return live.Count == 0 ? page : page with { Entries = [.. WithoutEnded(live, page.Entries), .. page.Entries] };
    }

    public ValueTask<long> ExportAsync(Stream target, HistoryFilter? filter, CancellationToken cancellationToken) =>
        new HistoryExporter(this).ExportAsync(target, filter, cancellationToken);

    public ValueTask<long> EraseAsync(HistoryErasure what, CancellationToken cancellationToken)
    {
        context.ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(what);
        return Require(recorder).EraseAsync(what, cancellationToken);
    }

    /// <exception cref="InvalidOperationException">There is no history.</exception>
    private static T Require<T>(T? part)
        where T : class => part ?? throw new InvalidOperationException(
            "This manager has no history. Set History:Type to Memory, DuckDb or Redis, or pass a history to it.");

    /// <summary>Adds the live statements after a position.</summary>
    /// <returns>The position to read on from among the live ones, or null when there are no more of them.</returns>
    private async ValueTask<string?> ListLiveAsync(
        HistoryFilter asked, int limit, List<HistoryEntry> live, HistoryEntryFactory factory, bool isOwn, CancellationToken cancellationToken)
    {
        // Every finished statement of the history is listed by its entry, so only those that are live matter here.
        var listed = new StatementFilter { SessionId = asked.SessionId, QueryTag = asked.QueryTag, After = ParsePosition(asked.After) };
        var all = context.Store.ListAsync(listed with { Status = StatementStatus.Submitted }, cancellationToken)
            .Concat(context.Store.ListAsync(listed with { Status = StatementStatus.Running }, cancellationToken));
        var matching = await all.Select(statement => ToEntry(statement, factory, isOwn))
            .Where((asked with { Kinds = null }).Matches)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        // One that has started between the two lists is in both; the later state counts.
        var last = matching.AsEnumerable().Reverse().DistinctBy(entry => entry.Handle).ToList();
        live.AddRange(last.OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.Handle!.Value.Value).Take(limit));
        return last.Count > limit ? ToPosition(live[^1]) : null;
    }

    /// <summary>A live statement comes from the store, so its own session sees its SQL; for the host it is redacted as in the history.</summary>
    private static HistoryEntry ToEntry(Statement statement, HistoryEntryFactory factory, bool isOwn)
    {
        var entry = factory.Create(HistoryEntryKind.Submitted, statement.CreatedAt, statement, null);
        return isOwn && entry.Sql is not null ? entry with { Sql = statement.Sql } : entry;
    }

    /// <summary>A statement that ended between the two reads is listed once, as ended.</summary>
    private static IEnumerable<HistoryEntry> WithoutEnded(List<HistoryEntry> live, IReadOnlyList<HistoryEntry> page)
    {
        var ended = page.Where(entry => entry.Kind == HistoryEntryKind.Ended).Select(entry => entry.Handle).ToHashSet();
        return live.Where(entry => !ended.Contains(entry.Handle));
    }

    private static string ToPosition(HistoryEntry last) =>
        string.Create(CultureInfo.InvariantCulture, $"{LivePrefix}{last.At.UtcTicks}:{last.Handle}");

    private static StatementCursor? ParsePosition(string? after)
    {
        if (after is null)
        {
            return null;
        }

        var parts = after.Split(':');
        return parts is [_, var ticks, var handle]
            && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTimeOffset.MaxValue.Ticks
            && StatementHandle.TryParse(handle, out var last)
            ? new(new(at, TimeSpan.Zero), last)
            : throw HistoryPosition.Invalid();
    }
}
