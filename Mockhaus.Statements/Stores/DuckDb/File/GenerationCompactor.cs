namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>Gives the space of a file back: drops tables, and says which statements have to be copied first.</summary>
/// <remarks>On the writer's thread where it changes anything.</remarks>
internal sealed class GenerationCompactor(string? path, long generationBytes, DuckDbFileState state, FileOpener opener)
{
    private int _emptyBelow;
    private long _lengthTried;

    /// <summary>Drops the oldest tables that have no row that is needed.</summary>
    public void DropOldest()
    {
        opener.EnsureOpen();
        var generations = state.Generations;
        var needed = Needed(generations);
        var drop = generations.TakeWhile((_, at) => at < generations.Length - 1 && needed[at].Count == 0).ToList();
        if (drop.Count == 0)
        {
            return;
        }

        // The index points to none of them; a reader that still does reads again.
        var left = generations[drop.Count..];
        state.Database!.Execute($"begin; {DuckDbSchema.CreateViews(left)} {string.Concat(drop.Select(DuckDbSchema.Drop))} commit;");
        state.Generations = left;
        Checkpoint(state.Database);
    }

    /// <summary>
    /// Begins a table and has all others emptied when the file is more than three times as long as what is needed, and two tables. DuckDB
    /// takes the first free blocks for new rows and cuts a file only where its end is free (measured, 1.5): one table at the end keeps
    /// all that is free before it, until everything has been written again.
    /// </summary>
    /// <remarks>No more is copied than the file has grown by since the last time, so work that frees nothing is not repeated.</remarks>
    public void Shorten()
    {
        opener.EnsureOpen();
        var generations = state.Generations;
        var length = path is null ? 0 : new FileInfo(path).Length;
        var live = Needed(generations).Sum(generation => generation.Size);
        _lengthTried = Math.Min(_lengthTried, length);
        if (length >= (3 * live) + (2 * generationBytes) && length - _lengthTried >= live)
        {
            _lengthTried = length;
            _emptyBelow = (generations[^1].Rows == 0 ? generations[^1] : state.AddGeneration()).Number;
        }
    }

    /// <summary>
    /// The statements of the oldest table, if more than half of what the tables hold is no longer needed, or all are to be emptied: once
    /// they are copied behind all others, that table can be dropped. A statement that lives long is copied again and again, but never
    /// more than the file grows.
    /// </summary>
    public List<StatementHandle> FindSurvivors()
    {
        var generations = state.Generations;
        var all = generations.Sum(generation => generation.Size);
        var live = Needed(generations).Sum(generation => generation.Size);
        if (generations.Length == 1 || (generations[0].Number >= _emptyBelow && all < (2 * live) + generationBytes))
        {
            return [];
        }

        var next = generations[1].FirstSeq;
        return state.WithIndex(index => index.All.Where(entry => entry.First < next).Select(entry => entry.Handle).ToList());
    }

    /// <summary>Gives the space of dropped tables back. When it fails, DuckDB's own next checkpoint does it.</summary>
    private static void Checkpoint(DuckDbDatabase database)
    {
        try
        {
            database.Execute("checkpoint");
        }
        catch (DuckDB.NET.Data.DuckDBException exception) when (exception.Message.Contains("Cannot CHECKPOINT", StringComparison.Ordinal))
        {
            // Another transaction is open at this moment: that of a reader, which ends. The tables are dropped all the same.
        }
    }

    /// <summary>How many statements begin in each table, and about how many bytes they need.</summary>
    private (int Count, long Size)[] Needed(Generation[] generations) => state.WithIndex(index =>
    {
        var needed = new (int Count, long Size)[generations.Length];
        foreach (var entry in index.All)
        {
            var at = DuckDbFileState.FindGeneration(generations, entry.First);

            needed[at] = (needed[at].Count + 1, needed[at].Size + entry.Size);
        }

        return needed;
    });
}
