namespace Mockhaus.Statements;

/// <summary>Selects the statements of a list. A property that is null does not filter.</summary>
/// <remarks>A store also lists tombstones of expired statements; a session does not.</remarks>
public sealed record StatementFilter
{
    /// <summary>Only statements of this session.</summary>
    public string? SessionId { get; init; }

    /// <summary>Only statements with this status.</summary>
    public StatementStatus? Status { get; init; }

    /// <summary>Only statements with this query tag.</summary>
    public string? QueryTag { get; init; }

    /// <summary>Only statements created at or after this time.</summary>
    public DateTimeOffset? CreatedFrom { get; init; }

    /// <summary>Only statements created before this time.</summary>
    public DateTimeOffset? CreatedBefore { get; init; }

    /// <summary>Only statements that have not expired at this time.</summary>
    public DateTimeOffset? UnexpiredAt { get; init; }

    /// <summary>Only statements after this position in the list: the next page. Null: from the newest.</summary>
    public StatementCursor? After { get; init; }

    /// <summary>Whether a statement matches.</summary>
    /// <param name="statement">The statement.</param>
    /// <returns>True when it matches every property of the filter.</returns>
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
