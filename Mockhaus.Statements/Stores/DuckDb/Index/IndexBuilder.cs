using System.Collections.Concurrent;

namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>Builds the index of a file while it is opened.</summary>
/// <remarks>
/// DuckDB decompresses on one thread, the index is built on another: each takes about half of the time. Of most statements only the
/// first and the last row are needed; the rows in between are read for live statements only.
/// </remarks>
internal sealed class IndexBuilder(DuckDbDatabase database, List<Generation> generations)
{
    private const int PagesAhead = 16;

    private readonly StatementIndex _index = new();

    /// <exception cref="InvalidDataException">The rows are not in order.</exception>
    public LoadedFile Build()
    {
        var rows = generations.Sum(generation => (long)generation.Rows);
        _index.Reserve((int)Math.Min(rows / 3, int.MaxValue / 2));
        Read(generations, static kind => !IsMove(kind), static (_, _) => true);
        if (_index.LiveCount > 0)
        {
            var oldest = _index.All.Where(entry => !entry.IsFinished).Min(entry => entry.First);
            Read([.. generations.SkipWhile((_, at) => at + 1 < generations.Count && generations[at + 1].FirstSeq <= oldest)], IsMove, IsOfLive);
        }

        var last = generations[^1];
        var nextSeq = GenerationRows.Range(database, last.Table, last.FirstSeq).Last + 1;
        return new(_index, [.. generations], nextSeq);
    }

    private static bool IsMove(RowKind kind) => kind is RowKind.Submitted or RowKind.Running;

    private bool IsOfLive(StoredRow row, long seq) =>
        _index.TryGet(row.Handle, out var entry) && !entry.IsFinished && seq > entry.First;

    private void Read(List<Generation> some, Predicate<RowKind> kinds, Func<StoredRow, long, bool> wanted)
    {
        using var full = new BlockingCollection<IndexPage>(PagesAhead);
        using var stop = new CancellationTokenSource();
        var free = new ConcurrentBag<IndexPage>();
        var reading = Task.Factory.StartNew(
            () => ReadAhead(some, kinds, free, full, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            var last = 0L;
            foreach (var page in full.GetConsumingEnumerable(CancellationToken.None))
            {
                last = Apply(page, last, wanted);
                free.Add(page);
            }
        }
        finally
        {
            // The reading thread must end before the database is closed, also after an error here.
            stop.Cancel();
            reading.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).Wait(CancellationToken.None);
        }

        reading.GetAwaiter().GetResult();
    }

    private void ReadAhead(
        List<Generation> some, Predicate<RowKind> kinds, ConcurrentBag<IndexPage> free, BlockingCollection<IndexPage> full, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var generation in some)
            {
                GenerationRows.ReadIndex(
                    database, generation, kinds, () => free.TryTake(out var page) ? page : new(), page => full.Add(page, cancellationToken));
            }
        }
        finally
        {
            full.CompleteAdding();
        }
    }

    private long Apply(IndexPage page, long last, Func<StoredRow, long, bool> wanted)
    {
        for (var i = 0; i < page.Count; i++)
        {
            ref readonly var row = ref page.Rows[i];
            var seq = page.Seqs[i];
            if (seq <= last)
            {
                throw new InvalidDataException(
                    $"Row {seq} of {page.Generation!.Table} stands behind row {last}. The file is damaged: restore it from a copy.");
            }

            last = seq;
            page.Generation!.Size += row.Size;
            if (wanted(row, seq))
            {
                _index.Apply(row, seq);
            }
        }

        return last;
    }
}
