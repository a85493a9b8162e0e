namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>What DuckDB refuses, as Snowflake's errors.</summary>
internal static class DuckDbErrors
{
    public static StatementFailedException Empty() => new(new(
        StatementErrorCodes.EmptyStatement, "42601", "SQL compilation error:\nEmpty SQL statement."));

    public static StatementFailedException Count(int actual) => new(new(
        StatementErrorCodes.StatementCount, "0A000", $"Actual statement count {actual} did not match the desired statement count 1."));

    public static StatementFailedException NotSupported(string command) =>
        new(new("391911", "0A000", $"Command not supported by SQL API: {command}"));

    public static StatementFailedException Bind(string code, string message) => new(new(code, "42601", message));

    public static StatementFailedException DoesNotFit(string message) => new(new("002086", "22000", message));

    public static StatementFailedException BatchSize(string name, int? size, int? previous) => Bind(
        "002099",
        $"SQL compilation error: Batch size of {size} for bind variable {name} not the same as previous size of {previous}.");

    /// <param name="shown">The placeholder, as the SQL writes it.</param>
    /// <param name="sql">The SQL.</param>
    /// <param name="at">Where in it the placeholder stands.</param>
    public static StatementFailedException BindMissing(string shown, string sql, int at) => Bind(
        "002049",
        $"SQL compilation error: error {DuckDbMessage.PlaceOf(sql, at)}\nBind variable {shown} not set.");

    public static bool IsInterrupt(string error) => error.StartsWith("INTERRUPT", StringComparison.OrdinalIgnoreCase);

    /// <summary>An error whose kind is known only from its message.</summary>
    public static StatementFailedException From(string? message, string sql) =>
        new(DuckDbErrorRules.Find(string.IsNullOrEmpty(message) ? "DuckDB gave no message." : message, sql));
}
