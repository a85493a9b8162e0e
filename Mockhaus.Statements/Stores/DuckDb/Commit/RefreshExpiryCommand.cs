namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>Refreshes the expiry of a statement, if it has the version that was read and has not expired.</summary>
internal sealed class RefreshExpiryCommand(StatementHandle handle, long expectedVersion, long expiresAt, TimeProvider timeProvider) : WriteCommand
{
    public override WriteOutcome Prepare(WriteGroup group)
    {
        if (!group.TryGet(handle, out var entry)
            || entry.Version != expectedVersion
            || entry.ExpiresAt >= expiresAt
            || entry.ExpiresAt == 0
            || entry.IsExpiredAt(timeProvider.GetUtcNow().UtcTicks))
        {
            return WriteOutcome.Stale;
        }

        group.Append(new(RowKind.RefreshExpiry, handle, expectedVersion, expiresAt));
        return WriteOutcome.Written;
    }
}
