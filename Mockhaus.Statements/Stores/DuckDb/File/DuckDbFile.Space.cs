namespace Mockhaus.Statements.Stores.DuckDb;

/// <content>Giving space back, on the writer's thread where it changes anything.</content>
internal sealed partial class DuckDbFile
{
    private int _emptyBelow;
    private long _lengthTried;

    private long GenerationBytes => _options.GenerationSize * 1024L * 1024;

    /// <summary>Drops the oldest tables in which nothing is needed any more.</summary>
    public void DropOldest()
    {
        EnsureOpen();
        var needed = Needed(_generations);
        var drop = _generations.TakeWhile((_, at) => at < _generations.Length - 1 && needed[at].Count == 0).ToList();
        if (drop.Count == 0)
        {
            return;
        }

        // The index points to none of them; readers that still do look again.
        var left = _generations[drop.Count..];
        _database!.Execute($"begin; {DuckDbSchema.CreateViews(left)} {string.Concat(drop.Select(DuckDbSchema.Drop))} commit;");
        Volatile.Write(ref _generations, left);
        Checkpoint(_database);
    }

    /// <summary>
    /// Begins a table and has all others emptied when the file is more than three times as long as what is needed, and two tables. DuckDB
    /// takes the first free blocks for new rows and cuts a file only where its end is free (measured, 1.5): one table there keeps
    /// all that is free before it, until everything has been written anew.
    /// </summary>
    /// <remarks>No more is copied than the file has grown by since the last time, so what brings nothing is not done again.</remarks>
    public void Shorten()
    {
        EnsureOpen();
        var length = _path is null ? 0 : new FileInfo(_path).Length;
        var live = Needed(_generations).Sum(generation => generation.Size);
        _lengthTried = Math.Min(_lengthTried, length);
        if (length >= (3 * live) + (2 * GenerationBytes) && length - _lengthTried >= live)
        {
            _lengthTried = length;
            _emptyBelow = (_generations[^1].Rows == 0 ? _generations[^1] : Roll()).Number;
        }
    }

    /// <summary>
    /// The statements of the oldest table, if more than half of what the tables hold is needed no more, or all are to be emptied: once they are
    /// copied behind all others, that table can be dropped. Whatever lives long is copied again and again, but never more than the file grows.
    /// </summary>
    public List<StatementHandle> Survivors()
    {
        var generations = Volatile.Read(ref _generations);
        var all = generations.Sum(generation => generation.Size);
        var live = Needed(generations).Sum(generation => generation.Size);
        if (generations.Length == 1 || (generations[0].Number >= _emptyBelow && all < (2 * live) + GenerationBytes))
        {
            return [];
        }

        var next = generations[1].FirstSeq;
        return WithIndex(index => index.All.Where(entry => entry.First < next).Select(entry => entry.Handle).ToList());
    }

    /// <summary>Gives the room of dropped tables back; at the latest DuckDB's own next checkpoint does.</summary>
    private static void Checkpoint(DuckDbDatabase database)
    {
        try
        {
            database.Execute("checkpoint");
        }
        catch (DuckDB.NET.Data.DuckDBException exception) when (exception.Message.Contains("Cannot CHECKPOINT", StringComparison.Ordinal))
        {
            // Another transaction is on its way at this moment, a reader's that ends. What was dropped is dropped all the same.
        }
    }

    /// <summary>How many statements begin in each table, and about how many bytes they need.</summary>
    private (int Count, long Size)[] Needed(Generation[] generations) => WithIndex(index =>
    {
        var needed = new (int Count, long Size)[generations.Length];
        foreach (var entry in index.All)
        {
            var at = FindGeneration(generations, entry.First);

            needed[at] = (needed[at].Count + 1, needed[at].Size + entry.Size);
        }

        return needed;
    });
}
