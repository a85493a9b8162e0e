namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>Replaces a statement at its expected version.</summary>
/// <param name="statement">The next state.</param>
/// <param name="expectedVersion">The version that has to be stored.</param>
/// <param name="move">The row of the new state, or null to write the statement from its beginning.</param>
/// <param name="expiredBefore">Replaces it only if it has expired by this time, in UTC ticks, because a refresh does not change the
/// version; null for any expiry.</param>
internal sealed class ReplaceCommand(Statement statement, long expectedVersion, StoredRow? move, long? expiredBefore = null) : WriteCommand
{
    public override long Size => move?.Size ?? statement.Sql.Length;

    public override WriteOutcome Prepare(WriteGroup group)
    {
        if (!group.TryGet(statement.Handle, out var entry)
            || entry.Version != expectedVersion
            || (expiredBefore is { } moment && !entry.IsExpiredAt(moment)))
        {
            return WriteOutcome.Stale;
        }

        if (move is { } row)
        {
            group.Move(statement, row);
        }
        else
        {
            group.Begin(statement, isNew: false);
        }

        return WriteOutcome.Written;
    }
}
