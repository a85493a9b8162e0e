using Mockhaus.Statements.History;

namespace Mockhaus.Statements;

/// <summary>The history of statements. Configuration section <c>Mockhaus:Statements:History</c>.</summary>
public sealed class StatementHistoryOptions
{
    /// <summary>The history that the container creates, unless the host registers one with <c>UseHistory</c> or another
    /// <c>Use…History</c> method.</summary>
    /// <value><see cref="StatementHistoryType.None"/>.</value>
    public StatementHistoryType Type { get; set; }

    /// <summary>Whether a statement runs only when the history has recorded it. Otherwise the history never delays or refuses a
    /// statement that it cannot record.</summary>
    /// <value>False.</value>
    public bool Required { get; set; }

    /// <summary>How much of the SQL is kept.</summary>
    /// <value><see cref="HistorySqlText.Redacted"/>.</value>
    public HistorySqlText SqlText { get; set; }

    /// <summary>The number of characters of the SQL that an entry keeps at most.</summary>
    /// <value>100,000; from 1 to 100,000,000.</value>
    public int MaxSqlLength { get; set; } = 100_000;

    /// <summary>How long entries are kept.</summary>
    /// <value>7 days; from a second to ten years.</value>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>The size of the history, in bytes as it is kept. The oldest entries are removed beyond it.</summary>
    /// <value>256 MB; at least 64 KB.</value>
    public long MaxBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>The size of the entries that wait to be recorded, in bytes. While it is reached, workers wait before their next
    /// statement; when the history is unavailable, the oldest entries are dropped and counted in a gap.</summary>
    /// <value>16 MB; at least 64 KB.</value>
    public long MaxPendingBytes { get; set; } = 16L * 1024 * 1024;

    /// <summary>The path of the DuckDB file of the history. The process that opens it locks it.</summary>
    /// <value>Null. Required with <see cref="StatementHistoryType.DuckDb"/>.</value>
    public string? Path { get; set; }
}
