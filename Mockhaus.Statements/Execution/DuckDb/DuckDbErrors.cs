namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>DuckDB's errors as the nearest ones that Snowflake has.</summary>
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

    public static bool IsInterrupt(string error) => error.StartsWith("INTERRUPT", StringComparison.OrdinalIgnoreCase);

    /// <summary>An error whose kind is known only from how its message begins.</summary>
    public static StatementFailedException From(string? message)
    {
        var text = string.IsNullOrEmpty(message) ? "DuckDB gave no message." : message;
        var kind = text.IndexOf(" Error:", StringComparison.Ordinal) is > 0 and var end ? text[..end] : "";
        var (code, sqlState) = kind switch
        {
            "Parser" or "Syntax" => ("001003", "42000"),
            "Catalog" => ("002003", "42S02"),
            "Binder" when text.Contains("column", StringComparison.OrdinalIgnoreCase) => ("000904", "42000"),
            "Binder" => ("002140", "42601"),
            "Conversion" => ("100038", "22018"),
            "Out of Range" or "OutOfRange" => ("100039", "22003"),
            "Constraint" => ("100072", "22000"),
            "Permission" => ("003001", "42501"),
            _ => (StatementErrorCodes.ExecutionFailed, "58000"),
        };
        var prefix = code is "001003" or "002003" or "000904" or "002140" ? "SQL compilation error:\n" : "";
        return new(new(code, sqlState, prefix + text));
    }
}
