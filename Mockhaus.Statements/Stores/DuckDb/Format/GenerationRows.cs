using System.Globalization;
using System.Text;
using System.Text.Json;
using DuckDB.NET.Data;
using Mockhaus.Statements.Execution.DuckDb;

namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>Writes rows to the tables of a file, and reads them.</summary>
internal static class GenerationRows
{
    /// <summary>Appends rows in one step: when it returns, all of them are on disk, or none.</summary>
    /// <remarks>That holds for fewer rows than DuckDB's appender buffers, which is far more than a group has.</remarks>
    public static void Append(DuckDBConnection connection, Generation generation, IReadOnlyList<StoredRow> rows, long firstSeq)
    {
        using var appender = connection.CreateAppender(generation.Table);
        for (var i = 0; i < rows.Count; i++)
        {
            var stored = rows[i];
            var row = appender.CreateRow();
            row.AppendValue(firstSeq + i).AppendValue((byte)stored.Kind).AppendValue(stored.Handle.Value)
                .AppendValue(stored.Version).AppendValue(stored.Ticks);
            Append(row, stored.Session);
            Append(row, stored.Request);
            Append(row, stored.Entry);
            if (stored.Kind == RowKind.Batch)
            {
                // The appender takes a writable span, but does not write to it.
                row.AppendValue(System.Runtime.InteropServices.MemoryMarshal.AsMemory(stored.Data).Span);
            }
            else
            {
                row.AppendNullValue();
            }

            row.EndRow();
        }

        appender.Close();
    }

    /// <summary>The numbers of the first and last row of a table, and how many rows it has.</summary>
    public static (long First, long Last, int Count) Range(DuckDbDatabase database, string table, long nextSeq)
    {
        var range = (First: nextSeq, Last: nextSeq - 1, Count: 0);
        database.Read($"select min(seq), max(seq), count(*) from {table}", (columns, _) =>
        {
            if (!columns[0].IsNull(0))
            {
                range = (columns[0].Get<long>(0), columns[1].Get<long>(0), (int)columns[2].Get<long>(0));
            }
        });
        return range;
    }

    /// <summary>Reads the columns that the index is built of, in the order of the file.</summary>
    /// <param name="database">The file.</param>
    /// <param name="generation">The table.</param>
    /// <param name="wanted">Which rows to read. A filter in SQL would make DuckDB copy the rows first.</param>
    /// <param name="rent">Gives an empty page.</param>
    /// <param name="read">Takes a page with rows.</param>
    public static void ReadIndex(DuckDbDatabase database, Generation generation, Predicate<RowKind> wanted, Func<IndexPage> rent, Action<IndexPage> read)
    {
        string? session = null;
        var sql = $"select seq, kind, handle, version, ticks, session, request from {generation.Table}";
        database.Read(sql, (columns, rows) =>
        {
            var page = rent();
            var count = 0;
            for (var row = 0; row < rows; row++)
            {
                var kind = (RowKind)columns[1].Get<byte>(row);
                if (!wanted(kind))
                {
                    continue;
                }

                // Statements of one session often follow each other, so its name becomes a string once.
                var hasSession = !columns[5].IsNull(row);
                if (hasSession && (session is null || !Same(columns[5].Bytes(row), session)))
                {
                    session = Text(columns[5], row);
                }

                page.Seqs[count] = columns[0].Get<long>(row);
                page.Rows[count++] = new(kind, new(columns[2].Uuid(row)), columns[3].Get<long>(row), columns[4].Get<long>(row))
                {
                    Session = hasSession ? session : null,
                    Request = hasSession ? Text(columns[6], row) : null,
                };
            }

            page.Fill(generation, count);
            read(page);
        });
    }

    /// <summary>Reads rows by number, and only the columns that the index does not have, because each column takes time (0.1 ms,
    /// measured).</summary>
    public static void Read(DuckDbDatabase database, Generation generation, IEnumerable<long> seqs, bool withData, Action<ReadRow> read)
    {
        // The range in addition to the list: DuckDB skips blocks outside of a range, but not outside of a list (12 times as long,
        // measured).
        var wanted = seqs.Order().ToList();
        var condition = wanted is [var one]
            ? $"seq = {Number(one)}"
            : $"seq between {Number(wanted[0])} and {Number(wanted[^1])} and seq in ({string.Join(',', wanted.Select(Number))})";
        var sql = $"select seq, entry{(withData ? ", data" : "")} from {generation.Table} where {condition}";
        database.Read(sql, (columns, rows) =>
        {
            for (var row = 0; row < rows; row++)
            {
                read(new(columns[0].Get<long>(row), Bytes(columns[1], row), withData ? Bytes(columns[2], row) : []));
            }
        });
    }

    private static byte[] Bytes(in DuckDbVector column, long row) => column.IsNull(row) ? [] : column.Bytes(row).ToArray();

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Append(IDuckDBAppenderRow row, string? text) => Append(row, text is null ? null : Encoding.UTF8.GetBytes(text));

    /// <summary>Text as bytes: as a string, the appender cuts it at a NUL (DuckDB.NET 1.5.6.1).</summary>
    private static void Append(IDuckDBAppenderRow row, byte[]? utf8)
    {
        if (utf8 is null)
        {
            row.AppendNullValue();
        }
        else
        {
            row.AppendValue(utf8.AsSpan());
        }
    }

    private static string? Text(in DuckDbVector column, long row) => column.IsNull(row) ? null : Encoding.UTF8.GetString(column.Bytes(row));

    private static bool Same(ReadOnlySpan<byte> utf8, string text)
    {
        Span<byte> bytes = stackalloc byte[256];
        return Encoding.UTF8.TryGetBytes(text, bytes, out var length) && utf8.SequenceEqual(bytes[..length]);
    }
}
