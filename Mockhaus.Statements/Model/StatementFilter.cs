namespace Mockhaus.Statements;

/// <summary>Which statements a list shows. What is null does not filter.</summary>
/// <remarks>Expired statements that are still kept as tombstones are listed by a store; sessions leave them out.</remarks>
public sealed record StatementFilter
{
    /// <summary>Only those of this session.</summary>
    public string? SessionId { get; init; }

    /// <summary>Only those that stand here.</summary>
    public StatementStatus? Status { get; init; }

    /// <summary>Only those marked with this tag.</summary>
    public string? QueryTag { get; init; }

    /// <summary>Only those created at or after this time.</summary>
    public DateTimeOffset? CreatedFrom { get; init; }

    /// <summary>Only those created before this time.</summary>
    public DateTimeOffset? CreatedBefore { get; init; }

    /// <summary>Only those that have not expired at this time.</summary>
    public DateTimeOffset? UnexpiredAt { get; init; }

    /// <summary>Only those that come after this place in the list: the next page. Null: from the newest on.</summary>
    public StatementCursor? After { get; init; }

    /// <summary>Whether a statement passes.</summary>
    /// <param name="statement">The statement.</param>
    /// <returns>Whether every part of the filter lets it through.</returns>
    public bool Matches(Statement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return (SessionId is null || SessionId == statement.SessionId)
            && (Status is null || Status == statement.Status)
            && (QueryTag is null || QueryTag == statement.QueryTag)
            && !(statement.CreatedAt < CreatedFrom)
            && !(statement.CreatedAt >= CreatedBefore)
            && !(UnexpiredAt is { } moment && statement.IsExpiredAt(moment))
            && (After is not { } place || place.IsBefore(statement));
    }
}
