using System.Text.Json;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores.Serialization;

namespace Mockhaus.Statements.Stores.DuckDb;

/// <content>Reading rows.</content>
internal sealed partial class DuckDbFile
{
    /// <summary>In bytes of JSON: the manifest of about 50 batches.</summary>
    private const int LargeEntry = 8 * 1024;

    /// <summary>
    /// The last large entry that was read. Whoever reads a result batch by batch asks for its statement each time, and a
    /// thousand batches make that many times the work of reading one. A row never changes.
    /// </summary>
    private ParsedEntry? _large;

    /// <summary>Reads statements whole, as they stand; those that are gone by now are left out.</summary>
    public List<Statement> Read(IReadOnlyCollection<StatementHandle> handles) => Retry(() => ReadOnce(handles));

    /// <summary>Reads a batch that can be read.</summary>
    public ResultBatch? ReadBatch(StatementHandle handle, int number) => Retry(() =>
    {
        var seq = WithIndex(index => index.TryGet(handle, out var entry) && entry.HasRows ? index.FindBatch(handle, number) : 0);
        ResultBatch? batch = null;
        if (seq == 0)
        {
            return null;
        }

        ReadRows([seq], withData: true, row => batch = ToBatch(handle, number, row));
        return batch ?? throw new InvalidDataException(
            $"The row of batch {number} of statement {handle} is missing. The file is damaged: restore it from a copy.");
    });

    /// <summary>Reads the rows of a statement's batches, as they stand in the file.</summary>
    public List<StoredRow> ReadBatchRows(StatementHandle handle) => Retry(() =>
    {
        var numbers = WithIndex(index => index.GetBatches(handle).ToDictionary(batch => batch.Seq, batch => batch.Number));
        var rows = new List<StoredRow>();
        ReadRows(numbers.Keys, withData: true, row => rows.Add(
            new(RowKind.Batch, handle, numbers[row.Seq], row.Data.Length) { Entry = row.Entry, Data = row.Data }));
        return rows.Count == numbers.Count ? rows : throw new InvalidDataException($"Rows of batches of statement {handle} are missing.");
    });

    private static ResultBatch ToBatch(StatementHandle handle, int number, ReadRow row)
    {
        var info = row.Entry.Length == 0 ? null : JsonSerializer.Deserialize(row.Entry, StoredJson.Instance.ResultBatchInfo);
        if (info is null || row.Data.Length != info.StoredBytes)
        {
            throw new InvalidDataException(
                $"Batch {number} of statement {handle} has {row.Data.Length} bytes, not the {info?.StoredBytes ?? 0} that were written. The file is damaged.");
        }

        var batch = new ResultBatch(info, row.Data);
        return batch.IsIntact()
            ? batch
            : throw new InvalidDataException(
                $"The bytes of batch {number} of statement {handle} are not those that were written: their checksum is another. The file is damaged: restore it from a copy.");
    }

    private List<Statement> ReadOnce(IReadOnlyCollection<StatementHandle> handles)
    {
        var (statements, entries) = WithIndex(index =>
        {
            var live = new List<Statement>();
            var stored = new List<FoundEntry>();
            foreach (var handle in handles)
            {
                if (index.TryGetLive(handle, out var statement))
                {
                    live.Add(statement);
                }
                else if (index.Find(handle) is { } found)
                {
                    stored.Add(found);
                }
            }

            return (live, stored);
        });
        statements.AddRange(ReadEntries(entries));
        return statements;
    }

    private IEnumerable<Statement> ReadEntries(List<FoundEntry> all)
    {
        var lasts = ReadJson(all.Select(found => found.Entry.Last));

        // Only where a statement has ended with a small request does its last row say all of it.
        var firsts = ReadJson(all.Where(found => lasts.GetValueOrDefault(found.Entry.Last)?.Request is null).Select(found => found.Entry.First));
        foreach (var found in all)
        {
            var last = lasts.GetValueOrDefault(found.Entry.Last);
            yield return last?.State is { } state && (last.Request ?? firsts.GetValueOrDefault(found.Entry.First)?.Request) is { } request
                ? StoredStatement.Read(found.Identity, request, state)
                : throw new InvalidDataException(
                    $"The rows of statement {found.Entry.Handle} are missing, or do not say where it stands. The file is damaged: restore it from a copy.");
        }
    }

    private Dictionary<long, StoredEntry?> ReadJson(IEnumerable<long> seqs)
    {
        var entries = new Dictionary<long, StoredEntry?>();
        var large = Volatile.Read(ref _large);
        var unread = seqs.ToList();
        if (large is not null && unread.Remove(large.Seq))
        {
            entries[large.Seq] = large.Entry;
        }

        ReadRows(unread, withData: false, row =>
        {
            var entry = entries[row.Seq] = StatementRows.Parse(row);
            if (row.Entry.Length >= LargeEntry && entry is not null)
            {
                Volatile.Write(ref _large, new(row.Seq, entry));
            }
        });
        return entries;
    }

    private void ReadRows(IEnumerable<long> seqs, bool withData, Action<ReadRow> read)
    {
        _open.EnterReadLock();
        try
        {
            var generations = Volatile.Read(ref _generations);
            foreach (var group in seqs.GroupBy(seq => FindGeneration(generations, seq)))
            {
                GenerationRows.Read(_database ?? throw Closed(), generations[group.Key], group, withData, read);
            }
        }
        finally
        {
            _open.ExitReadLock();
        }
    }

    /// <summary>Reads again what was moved to another table while it was read.</summary>
    private static T Retry<T>(Func<T> read)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return read();
            }
            catch (Exception exception) when (attempt < 3 && (StoreFileErrors.IsMissingTable(exception) || exception is InvalidDataException))
            {
                // The index has been changed before the table was dropped. What is missing in truth is missing again.
            }
        }
    }

    /// <summary>Which table a row is in. The later ones are asked for more often.</summary>
    private static int FindGeneration(Generation[] generations, long seq)
    {
        var at = generations.Length - 1;
        while (at > 0 && generations[at].FirstSeq > seq)
        {
            at--;
        }

        return at;
    }

    private IOException Closed() => new(_failure?.Message ?? "The database is closed.", _failure);

    /// <summary>Live statements are kept whole: they are few, and asked for all the time.</summary>
    private void LoadLiveStatements()
    {
        var live = WithIndex(index => index.LiveCount == 0
            ? []
            : index.All.Where(entry => !entry.IsFinished).Select(entry => index.Find(entry.Handle)!).ToList());
        foreach (var page in live.Chunk(256))
        {
            foreach (var statement in ReadEntries([.. page]))
            {
                lock (_lock)
                {
                    _index.SetLive(statement);
                }
            }
        }
    }
}
