namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>Removes a statement without leaving a tombstone.</summary>
/// <param name="handle">Its handle.</param>
/// <param name="expiredBefore">Removes it only if it has expired by this time, in UTC ticks; null for any state.</param>
internal sealed class RemoveCommand(StatementHandle handle, long? expiredBefore) : WriteCommand
{
    public override WriteOutcome Prepare(WriteGroup group)
    {
        if (!group.TryGet(handle, out var entry) || (expiredBefore is { } moment && !entry.IsExpiredAt(moment)))
        {
            return WriteOutcome.Stale;
        }

        group.Append(new(RowKind.Removed, handle, entry.Version, 0));
        return WriteOutcome.Written;
    }
}
