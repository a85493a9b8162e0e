using System.Globalization;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Creates Snowflake's errors for failures of DuckDB.</summary>
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

    /// <param name="shown">The placeholder as in the SQL.</param>
    /// <param name="sql">The SQL.</param>
    /// <param name="at">The position of the placeholder in the SQL.</param>
    public static StatementFailedException BindMissing(string shown, string sql, int at) => Bind(
        "002049",
        $"SQL compilation error: error {DuckDbMessage.PlaceOf(sql, at)}\nBind variable {shown} not set.");

    /// <summary>A conflict in a transaction, which was rolled back.</summary>
    public static StatementFailedException ConflictInTransaction(StatementFailedException conflict) =>
        More(conflict, "The transaction of this request was rolled back. Send the request again.");

    /// <summary>A conflict of a statement whose first rows are already stored.</summary>
    public static StatementFailedException ConflictAfterRows(StatementFailedException conflict) =>
        More(conflict, "Nothing was changed. The statement was not run again automatically, because some of its rows are already stored. Send it again.");

    /// <summary>A conflict that lasted longer than the limit.</summary>
    public static StatementFailedException ConflictTooLong(StatementFailedException conflict, int runs, TimeSpan waited, TimeSpan limit) => More(
        conflict,
        string.Create(
            CultureInfo.InvariantCulture,
            $"Nothing was changed. The statement waited {waited.TotalSeconds:0.0} s for that transaction and was run {runs} times; the limit is {limit} " +
            $"({nameof(AdoNetExecutorOptions)}.{nameof(AdoNetExecutorOptions.LockTimeout)}). Send it again when that transaction has ended, or raise the limit."));

    public static bool IsInterrupt(string error) => error.StartsWith("INTERRUPT", StringComparison.OrdinalIgnoreCase);

    /// <summary>An error whose kind is determined by its message.</summary>
    public static StatementFailedException From(string? message, string sql) =>
        new(DuckDbErrorRules.Find(string.IsNullOrEmpty(message) ? "DuckDB gave no message." : message, sql));

    private static StatementFailedException More(StatementFailedException conflict, string text) =>
        new(conflict.Error with { Message = $"{conflict.Error.Message} {text}" }, conflict);
}
