namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>A statement's rows once more, behind all others, so that the generation where they stood can be dropped.</summary>
/// <param name="statement">The statement as it was read.</param>
/// <param name="seen">Where its rows were.</param>
/// <param name="batches">Its batches.</param>
internal sealed class CopyCommand(Statement statement, IndexEntry seen, IReadOnlyList<StoredRow> batches) : WriteCommand
{
    public override long Size => statement.Sql.Length + batches.Sum(batch => batch.Size);

    public override WriteOutcome Prepare(WriteGroup group)
    {
        // It has moved on or grown meanwhile: what was read is not the whole any more. The next pass finds it again.
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
