using Mockhaus.Statements.Execution;

namespace Mockhaus.Statements.Results;

/// <summary>The failures that a result can end its statement with.</summary>
internal static class ResultErrors
{
    public static StatementFailedException TooLarge(long limit) => new(new(
        StatementErrorCodes.ResultTooLarge,
        "54000",
        $"The result is larger than {nameof(MockhausStatementsOptions.MaxResultBytes)} ({limit} bytes). Select less, or raise the limit."));

    public static StatementFailedException RowTooLarge(long limit) => new(new(
        StatementErrorCodes.ResultTooLarge,
        "54000",
        $"A row is larger than {limit} bytes, which no row may be. Select less of it, or shorter values."));

    public static StatementFailedException TooManyColumns(int count, int limit) => new(new(
        StatementErrorCodes.ResultTooLarge,
        "54011",
        $"The result has {count} columns, and no result may have more than {limit}. Select fewer."));

    /// <summary>The store has refused a batch: somebody else has ended the statement.</summary>
    public static InvalidOperationException NotWanted(StatementHandle handle) =>
        new($"Statement {handle} is no longer running; its rows are not wanted.");

    public static StatementFailedException NotRepresentable(string column, string what) => new(new(
        StatementErrorCodes.ValueNotRepresentable,
        "22003",
        $"Column '{column}': {what}"));
}
