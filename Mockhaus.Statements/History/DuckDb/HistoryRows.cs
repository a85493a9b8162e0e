using System.Text;
using System.Text.Json;
using DuckDB.NET.Data;

namespace Mockhaus.Statements.History;

/// <summary>Writes and reads the rows of a history file.</summary>
internal static class HistoryRows
{
    public static void Append(DuckDBConnection connection, string table, IReadOnlyList<HistoryRow> rows, long first)
    {
        using var appender = connection.CreateAppender(table);
        for (var i = 0; i < rows.Count; i++)
        {
            var entry = rows[i].Entry;
            var row = appender.CreateRow();
            row.AppendValue(first + i).AppendValue(entry.Id).AppendValue((byte)entry.Kind).AppendValue(rows[i].At);
            AppendText(row, entry.SessionId);
            AppendText(row, entry.User);
            AppendUuid(row, entry.Handle?.Value);
            if (entry.Status is { } status)
            {
                row.AppendValue((byte)status);
            }
            else
            {
                row.AppendNullValue();
            }

            AppendText(row, entry.QueryTag);
            AppendUuid(row, entry.Shape);
            row.AppendValue(Encoding.UTF8.GetString(rows[i].Json));
            row.EndRow();
        }

        appender.Close();
    }

    public static List<(long Number, HistoryEntry Entry)> Read(
        DuckDBConnection connection, string table, HistoryQuery query, long from, long before, int limit)
    {
        var found = new List<(long, HistoryEntry)>();
        using var command = connection.CreateCommand();
        command.CommandText =
            $"select seq, entry from {table} where seq >= {Parameter(command, from)} and seq < {Parameter(command, before)}{Condition(query, command)} "
            + $"order by seq desc limit {Parameter(command, limit)}";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            found.Add((reader.GetInt64(0), JsonSerializer.Deserialize(reader.GetString(1), HistoryJson.Default.HistoryEntry)!));
        }

        return found;
    }

    /// <summary>The condition of an erasure, with its value as a parameter.</summary>
    public static string Condition(HistoryErasure what, DuckDBCommand command) =>
        what.SessionId is { } session ? $"session = {Parameter(command, session)}"
        : what.User is { } user ? $"\"user\" = {Parameter(command, user)}"
        : $"handle = {Parameter(command, what.Handle!.Value.Value)}";

    private static string Condition(HistoryQuery query, DuckDBCommand command)
    {
        var (filter, text) = (query.Filter, new StringBuilder());
        void And(string condition) => text.Append(" and ").Append(condition);

        var from = filter.From > query.TrimmedBefore ? filter.From.Value : query.TrimmedBefore;
        if (from > DateTimeOffset.MinValue)
        {
            And($"happened >= {Parameter(command, from.UtcDateTime)}");
        }

        if (filter.Before is { } before)
        {
            And($"happened < {Parameter(command, before.UtcDateTime)}");
        }

        if (filter.Kinds is { } kinds)
        {
            And(kinds.Count == 0 ? "false" : $"kind in ({string.Join(", ", kinds.Select(kind => (int)kind))})");
        }

        if (filter.SessionId is { } session)
        {
            And($"session = {Parameter(command, session)}");
        }

        if (filter.User is { } user)
        {
            And($"\"user\" = {Parameter(command, user)}");
        }

        if (filter.Handle is { } handle)
        {
            And($"handle = {Parameter(command, handle.Value)}");
        }

        if (filter.Status is { } status)
        {
            And($"status = {(int)status}");
        }

        if (filter.QueryTag is { } tag)
        {
            And($"tag = {Parameter(command, tag)}");
        }

        if (filter.Shape is { } shape)
        {
            And($"shape = {Parameter(command, shape)}");
        }

        return text.ToString();
    }

    private static string Parameter(DuckDBCommand command, object value)
    {
        command.Parameters.Add(new DuckDBParameter(value));
        return "?";
    }

    private static void AppendText(IDuckDBAppenderRow row, string? text)
    {
        if (text is null)
        {
            row.AppendNullValue();
        }
        else
        {
            row.AppendValue(text);
        }
    }

    private static void AppendUuid(IDuckDBAppenderRow row, Guid? value)
    {
        if (value is { } uuid)
        {
            row.AppendValue(uuid);
        }
        else
        {
            row.AppendNullValue();
        }
    }
}
