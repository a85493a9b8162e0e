namespace Mockhaus.Statements.DuckDb;

/// <summary>The end of a statement without a tombstone.</summary>
/// <param name="handle">Which one.</param>
/// <param name="expiredBefore">Only if it has expired by this time, in UTC ticks; null whatever its state.</param>
internal sealed class RemoveChange(StatementHandle handle, long? expiredBefore) : StoreChange
{
    public override ChangeOutcome Prepare(WriteGroup group)
    {
        if (!group.TryGet(handle, out var entry) || (expiredBefore is { } moment && !entry.IsExpiredAt(moment)))
        {
            return ChangeOutcome.Stale;
        }

        group.Append(new(RowKind.Removed, handle, entry.Version, 0));
        return ChangeOutcome.Written;
    }
}
