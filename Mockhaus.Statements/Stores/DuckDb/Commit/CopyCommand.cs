namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>Writes the rows of a statement again, behind all others, so that the table that has them can be dropped.</summary>
/// <param name="statement">The statement, as it was read.</param>
/// <param name="seen">The entry of the index, as it was read.</param>
/// <param name="batches">Its batches.</param>
internal sealed class CopyCommand(Statement statement, IndexEntry seen, IReadOnlyList<StoredRow> batches) : WriteCommand
{
    public override long Size => statement.Sql.Length + batches.Sum(batch => batch.Size);

    public override WriteOutcome Prepare(WriteGroup group)
    {
        // It was changed meanwhile, so what was read is not complete any more. The next pass finds it again.
        if (!group.TryGet(statement.Handle, out var entry) || (entry.First, entry.Last, entry.Size) != (seen.First, seen.Last, seen.Size))
        {
            return WriteOutcome.Stale;
        }

        group.Begin(statement, isNew: false);
        foreach (var batch in batches)
        {
            group.Append(batch);
        }

        return WriteOutcome.Written;
    }
}
