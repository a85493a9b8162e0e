namespace Mockhaus.Statements.History;

/// <summary>Selects entries of the history. A property that is null does not filter.</summary>
public sealed record HistoryFilter
{
    /// <summary>Only entries of these kinds.</summary>
    public IReadOnlyCollection<HistoryEntryKind>? Kinds { get; init; }

    /// <summary>Only entries of this session.</summary>
    public string? SessionId { get; init; }

    /// <summary>Only entries of this user.</summary>
    public string? User { get; init; }

    /// <summary>Only entries of this statement.</summary>
    public StatementHandle? Handle { get; init; }

    /// <summary>Only entries with this status.</summary>
    public StatementStatus? Status { get; init; }

    /// <summary>Only entries at or after this time (<see cref="HistoryEntry.At"/>).</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only entries before this time.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Only entries with this query tag.</summary>
    public string? QueryTag { get; init; }

    /// <summary>Only entries whose SQL has this shape.</summary>
    public Guid? Shape { get; init; }

    /// <summary>Whether statements that are still live come first, as entries of kind <see cref="HistoryEntryKind.Submitted"/> with their
    /// current status. Only <see cref="StatementManager.ReadHistoryAsync"/> and <see cref="StatementSession.ReadHistoryAsync"/> do that; a
    /// history has no live statements.</summary>
    public bool IncludeLive { get; init; }

    /// <summary>Only entries after this position: <see cref="HistoryPage.Next"/> of the page before. Null: from the newest.</summary>
    public string? After { get; init; }

    /// <summary>Whether an entry matches. <see cref="After"/> is not compared, because only the history knows its positions.</summary>
    /// <param name="entry">The entry.</param>
    /// <returns>True when it matches every other property of the filter.</returns>
    public bool Matches(HistoryEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Kinds?.Contains(entry.Kind) != false
            && (SessionId is null || SessionId == entry.SessionId)
            && (User is null || User == entry.User)
            && (Handle is null || Handle == entry.Handle)
            && (Status is null || Status == entry.Status)
            && !(entry.At < From)
            && !(entry.At >= Before)
            && (QueryTag is null || QueryTag == entry.QueryTag)
            && (Shape is null || Shape == entry.Shape);
    }
}
