using System.Data.Common;
using System.Globalization;
using DuckDB.NET.Data;
using Mockhaus.Statements.Execution.DuckDb;
using Mockhaus.Statements.Stores.DuckDb;

namespace Mockhaus.Statements.History;

/// <summary>The open file of a history. For one thread at a time.</summary>
internal sealed class HistoryFile : IDisposable
{
    /// <summary>In MB.</summary>
    private const int MemoryLimit = 256;

    private readonly DuckDbDatabase _database;
    private readonly List<HistoryTable> _tables = [];
    private long _next = 1;

    private HistoryFile(DuckDbDatabase database) => _database = database;

    /// <summary>The tables, the oldest first.</summary>
    public IReadOnlyList<HistoryTable> Tables => _tables;

    public DuckDBConnection Connection => _database.Writer;

    /// <param name="path">The canonical path.</param>
    public static HistoryFile Open(string path)
    {
        var file = new HistoryFile(DuckDbDatabase.Open(path, MemoryLimit));
        try
        {
            file.Load();
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Appends the entries that are not there yet, in one transaction.</summary>
    public void Append(IReadOnlyList<HistoryEntry> entries)
    {
        var added = new HashSet<Guid>();
        var fresh = entries.Where(entry => added.Add(entry.Id) && !Contains(entry.Id)).ToList();
        for (var from = 0; from < fresh.Count;)
        {
            // The entries of one group are in one table, so that one transaction is enough.
            var table = TableFor(fresh[from].At.UtcDateTime);
            var rows = fresh.Skip(from).Select(entry => new HistoryRow(entry)).ToList();
            Execute("begin");
            try
            {
                HistoryRows.Append(Connection, table.Name, rows, _next);
                Execute("commit");
            }
            catch
            {
                TryRollBack();
                throw;
            }

            foreach (var row in rows)
            {
                table.Add(_next++, row.Entry.Id, row.Session, row.At);
                table.Bytes += row.Json.Length;
            }

            from += rows.Count;
        }
    }

    /// <summary>Reads entries of one table with numbers in a range, newest first.</summary>
    public List<(long Number, HistoryEntry Entry)> Read(HistoryTable table, HistoryQuery query, long from, long before, int limit) =>
        HistoryRows.Read(Connection, table.Name, query, from, before, limit);

    public long CountErased(HistoryErasure what)
    {
        var count = 0L;
        foreach (var table in _tables)
        {
            using var command = Connection.CreateCommand();
            command.CommandText = $"select count(*) from {table.Name} where {HistoryRows.Condition(what, command)}";
            count += (long)command.ExecuteScalar()!;
        }

        return count;
    }

    /// <summary>Notes durably what is to be erased, so that the next opening finishes it.</summary>
    public void NoteErasure(HistoryErasure what)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = "insert into pending_erasures values (?, ?, ?)";
        command.Parameters.Add(new DuckDBParameter { Value = what.SessionId });
        command.Parameters.Add(new DuckDBParameter { Value = what.User });
        command.Parameters.Add(new DuckDBParameter { Value = what.Handle?.Value });
        command.ExecuteNonQuery();
    }

    public IReadOnlyList<HistoryErasure> PendingErasures()
    {
        var pending = new List<HistoryErasure>();
        using var command = Connection.CreateCommand();
        command.CommandText = "select session, \"user\", handle from pending_erasures";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            pending.Add(
                !reader.IsDBNull(0) ? HistoryErasure.OfSession(reader.GetString(0))
                : !reader.IsDBNull(1) ? HistoryErasure.OfUser(reader.GetString(1))
                : HistoryErasure.OfStatement(new(reader.GetGuid(2))));
        }

        return pending;
    }

    /// <summary>The size of the file, without free blocks.</summary>
    public long MeasureBytes()
    {
        Execute("checkpoint");
        using var command = Connection.CreateCommand();
        command.CommandText = "select (used_blocks * block_size)::bigint from pragma_database_size() where database_name = current_database()";
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Whether the database still answers.</summary>
    public bool IsAlive()
    {
        try
        {
            Execute("select 1");
            return true;
        }
        catch (DbException)
        {
            return false;
        }
    }

    public void Dispose() => _database.Dispose();

    private void Load()
    {
        if (!Exists("mockhaus_history"))
        {
            Execute(HistorySchema.CreateHistory);
        }

        CheckFormat();
        using (var command = Connection.CreateCommand())
        {
            command.CommandText =
                $"select table_name from duckdb_tables() where database_name = current_database() and starts_with(table_name, '{HistorySchema.TablePrefix}') order by table_name";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                _tables.Add(new(int.Parse(reader.GetString(0).AsSpan(HistorySchema.TablePrefix.Length), CultureInfo.InvariantCulture)));
            }
        }

        foreach (var table in _tables)
        {
            LoadTable(table);
            _next = Math.Max(_next, table.End);
        }
    }

    private void LoadTable(HistoryTable table) => _database.Read($"select seq, id, session, happened from {table.Name}", (columns, rows) =>
    {
        for (var row = 0; row < rows; row++)
        {
            table.Add(
                columns[0].Get<long>(row),
                columns[1].Uuid(row),
                columns[2].IsNull(row) ? default : columns[2].Bytes(row),
                DateTime.UnixEpoch.AddMicroseconds(columns[3].Get<long>(row)));
        }
    });

    private void CheckFormat()
    {
        using var command = Connection.CreateCommand();
        command.CommandText = "select max(format) from mockhaus_history";
        var format = command.ExecuteScalar() as int? ?? 0;
        if (format > HistorySchema.Format)
        {
            throw new InvalidDataException(
                $"The file has format {format}, and this version reads up to {HistorySchema.Format}. Use the version that wrote it, or name another file.");
        }
    }

    private HistoryTable TableFor(DateTime at)
    {
        if (_tables is [.., var last] && !last.IsFull(at))
        {
            return last;
        }

        var table = new HistoryTable(_tables is [.., var before] ? before.Number + 1 : 1);
        Execute(HistorySchema.Create(table.Name));
        _tables.Add(table);
        Execute(HistorySchema.CreateView(_tables));
        return table;
    }

    private bool Contains(Guid id)
    {
        foreach (var table in _tables.Where(table => table.MayContain(id)))
        {
            using var command = Connection.CreateCommand();
            command.CommandText = $"select count(*) from {table.Name} where id = ?";
            command.Parameters.Add(new DuckDBParameter(id));
            if ((long)command.ExecuteScalar()! > 0)
            {
                return true;
            }
        }

        return false;
    }

    private bool Exists(string table)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = "select count(*) from duckdb_tables() where database_name = current_database() and table_name = ?";
        command.Parameters.Add(new DuckDBParameter(table));
        return (long)command.ExecuteScalar()! > 0;
    }

    private void Execute(string sql) => _database.Execute(sql);

    private void TryRollBack()
    {
        try
        {
            Execute("rollback");
        }
        catch (DbException)
        {
            // The error of the append says what is wrong; a database that has failed is opened again.
        }
    }
}
