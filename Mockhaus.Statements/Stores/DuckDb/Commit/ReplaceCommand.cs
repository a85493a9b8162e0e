namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>The next state of a statement, if the one before it still stands there.</summary>
/// <param name="statement">The next state.</param>
/// <param name="expectedVersion">The version that has to stand there.</param>
/// <param name="move">The row that says it, or null to let the statement begin anew in the file.</param>
/// <param name="expiredBefore">Only if it has expired by this time, in UTC ticks, which a slide does not say in the version; null whatever its expiry.</param>
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
