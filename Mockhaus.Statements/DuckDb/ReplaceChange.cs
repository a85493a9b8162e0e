namespace Mockhaus.Statements.DuckDb;

/// <summary>The next state of a statement, if the one before it still stands there.</summary>
/// <param name="statement">The next state.</param>
/// <param name="expectedVersion">The version that has to stand there.</param>
/// <param name="move">The row that says it, or null to let the statement begin anew in the file.</param>
internal sealed class ReplaceChange(Statement statement, long expectedVersion, StoredRow? move) : StoreChange
{
    public override long Size => move?.Size ?? statement.Sql.Length;

    public override ChangeOutcome Prepare(WriteGroup group)
    {
        if (!group.TryGet(statement.Handle, out var entry) || entry.Version != expectedVersion)
        {
            return ChangeOutcome.Stale;
        }

        if (move is { } row)
        {
            group.Move(statement, row);
        }
        else
        {
            group.Begin(statement, isNew: false);
        }

        return ChangeOutcome.Written;
    }
}
