namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>The end of a statement without a tombstone.</summary>
/// <param name="handle">Which one.</param>
/// <param name="expiredBefore">Only if it has expired by this time, in UTC ticks; null whatever its state.</param>
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
