using System.Text.Json;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores.Serialization;

namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>Reads statements and batches from the rows of a file, on the caller's thread.</summary>
internal sealed class StoredStatementReader(DuckDbFileState state, LargeEntryCache largeEntries)
{
    /// <summary>Reads the current state of statements; a statement that does not exist is left out.</summary>
    public List<Statement> Read(IReadOnlyCollection<StatementHandle> handles) => Retry(() => ReadOnce(handles));

    /// <summary>Reads a batch that belongs to a result, or returns null when there is none.</summary>
    public ResultBatch? ReadBatch(StatementHandle handle, int number) => Retry(() =>
    {
        var seq = state.WithIndex(index => index.TryGet(handle, out var entry) && entry.HasRows ? index.FindBatch(handle, number) : 0);
        ResultBatch? batch = null;
        if (seq == 0)
        {
            return null;
        }

        state.ReadRows([seq], withData: true, row => batch = ToBatch(handle, number, row));
        return batch ?? throw new InvalidDataException(
            $"The row of batch {number} of statement {handle} is missing. The file is damaged: restore it from a copy.");
    });

    /// <summary>Reads the rows of a statement's batches, as they are in the file.</summary>
    public List<StoredRow> ReadBatchRows(StatementHandle handle) => Retry(() =>
    {
        var numbers = state.WithIndex(index => index.GetBatches(handle).ToDictionary(batch => batch.Seq, batch => batch.Number));
        var rows = new List<StoredRow>();
        state.ReadRows(numbers.Keys, withData: true, row => rows.Add(
            new(RowKind.Batch, handle, numbers[row.Seq], row.Data.Length) { Entry = row.Entry, Data = row.Data }));
        return rows.Count == numbers.Count ? rows : throw new InvalidDataException($"Rows of batches of statement {handle} are missing.");
    });

    /// <summary>Reads statements that were found in the index.</summary>
    public IEnumerable<Statement> ReadEntries(IReadOnlyList<FoundEntry> all)
    {
        var lasts = ReadJson(all.Select(found => found.Entry.Last));

        // The last row of a finished statement has its request too when that is small; otherwise the first row has it.
        var firsts = ReadJson(all.Where(found => lasts.GetValueOrDefault(found.Entry.Last)?.Request is null).Select(found => found.Entry.First));
        foreach (var found in all)
        {
            var last = lasts.GetValueOrDefault(found.Entry.Last);
            yield return last?.State is { } current && (last.Request ?? firsts.GetValueOrDefault(found.Entry.First)?.Request) is { } request
                ? StoredStatement.Read(found.Identity, request, current)
                : throw new InvalidDataException(
                    $"The rows of statement {found.Entry.Handle} are missing, or do not say where it stands. The file is damaged: restore it from a copy.");
        }
    }

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
        var (statements, entries) = state.WithIndex(index =>
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

    private Dictionary<long, StoredEntry?> ReadJson(IEnumerable<long> seqs)
    {
        var entries = new Dictionary<long, StoredEntry?>();
        var large = largeEntries.Last;
        var unread = seqs.ToList();
        if (large is not null && unread.Remove(large.Seq))
        {
            entries[large.Seq] = large.Entry;
        }

        state.ReadRows(unread, withData: false, row => largeEntries.Add(row, entries[row.Seq] = StatementRows.Parse(row)));
        return entries;
    }

    /// <summary>Reads again when rows were moved to another table during the read.</summary>
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
                // The index was changed before the table was dropped, so the next attempt finds the new place. A row that is really
                // missing is missing again.
            }
        }
    }
}
