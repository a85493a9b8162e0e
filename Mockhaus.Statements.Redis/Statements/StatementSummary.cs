using StackExchange.Redis;

namespace Mockhaus.Statements.Redis;

/// <summary>The fields of a statement that lists and purges need.</summary>
/// <param name="Handle">Its handle.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="Status">Its status.</param>
/// <param name="ExpiresAt">When it expires; null while it is live.</param>
/// <param name="IsTombstone">Whether it is a tombstone.</param>
internal sealed record StatementSummary(StatementHandle Handle, DateTimeOffset CreatedAt, StatementStatus Status, DateTimeOffset? ExpiresAt, bool IsTombstone)
    : IComparable<StatementSummary>
{
    /// <exception cref="StatementStoreException">The fields cannot be read.</exception>
    public static StatementSummary? Read(StatementHandle handle, RedisValue[] fields)
    {
        if (!StoredFields.Exists(handle, fields))
        {
            return null;
        }

        try
        {
            return new(
                handle,
                StoredFields.Time((long)StoredFields.Required(fields[1])),
                (StatementStatus)(int)StoredFields.Required(fields[2]),
                StoredFields.TimeOrNull(fields[3]),
                (int)StoredFields.Required(fields[4]) == 1);
        }
        catch (Exception exception) when (StoredFields.IsDamage(exception))
        {
            throw RedisErrors.Damaged(handle, exception);
        }
    }

    /// <summary>Newest first, and then by handle, as lists are.</summary>
    public int CompareTo(StatementSummary? other) =>
        other is null ? -1
        : other.CreatedAt.CompareTo(CreatedAt) is not 0 and var order ? order
        : other.Handle.Value.CompareTo(Handle.Value);

    /// <summary>Whether the statement may match the filter of a list.</summary>
    public bool MayMatch(StatementFilter filter) =>
        (filter.Status is null || filter.Status == Status)
        && !(ExpiresAt <= filter.UnexpiredAt)
        && !(CreatedAt < filter.CreatedFrom)
        && !(CreatedAt >= filter.CreatedBefore)
        && (filter.After is not { } place || CreatedAt < place.CreatedAt || (CreatedAt == place.CreatedAt && Handle.Value.CompareTo(place.Handle.Value) < 0));
}
