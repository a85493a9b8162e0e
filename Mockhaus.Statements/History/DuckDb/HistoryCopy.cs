using Mockhaus.Statements.Stores.DuckDb;

namespace Mockhaus.Statements.History;

/// <summary>Copies what is kept of a history file to a new file.</summary>
internal sealed class HistoryCopy(HistoryFile file)
{
    /// <summary>Writes a copy of the file without some entries. What is dropped or deleted in a DuckDB file stays in its free blocks; in the copy it is
    /// not.</summary>
    /// <param name="copy">The path of the copy.</param>
    /// <param name="keeps">Whether a table is kept.</param>
    /// <param name="erased">What is left out of the tables that are kept.</param>
    public void Write(string copy, Func<HistoryTable, bool> keeps, IReadOnlyList<HistoryErasure> erased)
    {
        var source = SourceName();
        Execute($"attach '{copy.Replace("'", "''", StringComparison.Ordinal)}' as fresh (storage_version '{DuckDbSchema.StorageVersion}')");
        try
        {
            Execute($"use fresh; {HistorySchema.CreateHistory}");
            var kept = file.Tables.Where(keeps).ToList();
            foreach (var table in kept)
            {
                Execute(HistorySchema.Create(table.Name));
                using var command = file.Connection.CreateCommand();
                var conditions = erased.Select(what => $"not coalesce({HistoryRows.Condition(what, command)}, false)").Append("true");
                command.CommandText =
                    $"insert into {table.Name} select {HistorySchema.Columns} from {source}.main.{table.Name} where {string.Join(" and ", conditions)} order by seq";
                command.ExecuteNonQuery();
            }

            Execute(kept.Count == 0 ? "select 1" : HistorySchema.CreateView(kept));
            Execute("checkpoint fresh");
        }
        finally
        {
            Execute($"use {source}; detach fresh");
        }
    }

    private string SourceName()
    {
        using var command = file.Connection.CreateCommand();
        command.CommandText = "select '\"' || replace(database_name, '\"', '\"\"') || '\"' from duckdb_databases() where not internal";
        return (string)command.ExecuteScalar()!;
    }

    private void Execute(string sql)
    {
        using var command = file.Connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
