namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>What DuckDB refuses, as Snowflake's errors.</summary>
internal static class DuckDbErrors
{
    public static StatementFailedException Empty() => new(new(
        StatementErrorCodes.EmptyStatement, "42601", "SQL compilation error:\nEmpty SQL statement."));

    public static StatementFailedException Count(int actual) => new(new(
        StatementErrorCodes.StatementCount, "0A000", $"Actual statement count {actual} did not match the desired statement count 1."));

    public static StatementFailedException NotSupported(string command) => new(new(
        "391911",
        "0A000",
        command is "PUT" or "GET"
            ? $"The command {command} is not supported."
            : $"The command {command} is not supported on its own: each request is a session. Send it in one request with the statements it is for."));

    public static StatementFailedException Bind(string code, string message) => new(new(code, "42601", message));

    public static StatementFailedException BindMissing(string name) =>
        Bind("002049", $"SQL compilation error:\nBind variable :{name} not set.");

    public static bool IsInterrupt(string error) => error.StartsWith("INTERRUPT", StringComparison.OrdinalIgnoreCase);

    /// <summary>An error whose kind is known only from its message.</summary>
    public static StatementFailedException From(string? message, string sql) =>
        new(DuckDbErrorRules.Find(string.IsNullOrEmpty(message) ? "DuckDB gave no message." : message, sql));
}
