using System.Globalization;
using Mockhaus.Statements.History;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>The history of the session as a table, with the columns of Snowflake's QUERY_HISTORY.</summary>
internal sealed class QueryHistoryTable(StatementExecution execution, CancellationToken cancellationToken)
{
    private const string Text = "{0}";
    private const string Number = "{0}::bigint";
    private const string Time = "make_timestamptz({0}::bigint)";

    /// <summary>The columns that are known, and those that a mock has no value for.</summary>
    private static readonly (StagedColumn Column, Func<HistoryEntry, string?> Value)[] Columns =
    [
        (new("QUERY_ID", Text), entry => entry.Handle?.ToString()),
        (new("QUERY_TEXT", Text), entry => entry.Sql),
        (new("DATABASE_NAME", Text), entry => entry.Database),
        (new("SCHEMA_NAME", Text), entry => entry.Schema),
        (new("QUERY_TYPE", Text), entry => entry.Operation),
        (new("SESSION_ID", Text), entry => entry.SessionId),
        (new("USER_NAME", Text), entry => entry.User),
        (new("ROLE_NAME", Text), entry => entry.Role),
        (new("WAREHOUSE_NAME", Text), entry => entry.Warehouse),
        (new("WAREHOUSE_SIZE", Text), _ => null),
        (new("WAREHOUSE_TYPE", Text), _ => null),
        (new("CLUSTER_NUMBER", Number), _ => null),
        (new("QUERY_TAG", Text), entry => entry.QueryTag ?? ""),
        (new("EXECUTION_STATUS", Text), StatusOf),
        (new("ERROR_CODE", Text), entry => entry.ErrorCode),
        (new("ERROR_MESSAGE", Text), entry => entry.ErrorMessage),
        (new("START_TIME", Time), entry => Micros(entry.CreatedAt)),
        (new("END_TIME", Time), entry => Micros(entry.CompletedAt)),
        (new("TOTAL_ELAPSED_TIME", Number), entry => Millis(entry.CreatedAt, entry.CompletedAt)),
        (new("BYTES_SCANNED", Number), _ => null),
        (new("ROWS_PRODUCED", Number), entry => entry.Rows?.ToString(CultureInfo.InvariantCulture)),
        (new("COMPILATION_TIME", Number), _ => null),
        (new("EXECUTION_TIME", Number), entry => Millis(entry.StartedAt, entry.CompletedAt)),
        (new("QUEUED_PROVISIONING_TIME", Number), _ => null),
        (new("QUEUED_REPAIR_TIME", Number), _ => null),
        (new("QUEUED_OVERLOAD_TIME", Number), entry => Millis(entry.CreatedAt, entry.StartedAt)),
        (new("TRANSACTION_BLOCKED_TIME", Number), _ => null),
        (new("QUERY_PARAMETERIZED_HASH", Text), entry => entry.Shape?.ToString("N")),
    ];

    /// <returns>What stands in the SQL for it.</returns>
    /// <exception cref="StatementFailedException">There is no history, or it is unavailable.</exception>
    public string Create(StagedTables tables, HistoryFilter filter, int limit)
    {
        try
        {
            return tables.Create(
                Columns.Length,
                Read(filter, limit).Select(entry => Array.ConvertAll(Columns, column => column.Value(entry))),
                () => Columns.Select(column => column.Column),
                cancellationToken);
        }
        catch (InvalidOperationException exception)
        {
            throw new StatementFailedException(new("002140", "0A000", $"QUERY_HISTORY needs a history. {exception.Message}"), exception);
        }
        catch (StatementStoreException exception)
        {
            throw new StatementFailedException(
                new(StatementErrorCodes.HistoryUnavailable, "58030", "The history is unavailable. Run the statement again later."), exception);
        }
    }

    private IEnumerable<HistoryEntry> Read(HistoryFilter filter, int limit)
    {
        for (var left = limit; left > 0;)
        {
            var page = execution.Session!.ReadHistoryAsync(execution.Statement, filter, left, cancellationToken).AsTask().GetAwaiter().GetResult();
            foreach (var entry in page.Entries)
            {
                yield return entry;
            }

            left -= page.Entries.Count;
            if (page.Next is null)
            {
                yield break;
            }

            filter = filter with { After = page.Next };
        }
    }

    private static string? StatusOf(HistoryEntry entry) => entry.Status switch
    {
        StatementStatus.Succeeded => "SUCCESS",
        StatementStatus.Submitted => "QUEUED",
        StatementStatus.Running => "RUNNING",
        _ => "FAIL",
    };

    private static string? Micros(DateTimeOffset? time) =>
        time is { } at ? ((at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture) : null;

    private static string? Millis(DateTimeOffset? from, DateTimeOffset? to) =>
        ((long?)(to - from)?.TotalMilliseconds)?.ToString(CultureInfo.InvariantCulture);
}
