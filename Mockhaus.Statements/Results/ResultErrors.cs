namespace Mockhaus.Statements.Results;

/// <summary>The failures that a result can end its statement with.</summary>
internal static class ResultErrors
{
    /// <summary>What a host can do whose rows do not fit.</summary>
    public const string StartAdvice = "Call Start before with columns that fit, or change the value.";

    public static StatementFailedException TooLarge(long limit) => new(new(
        StatementErrorCodes.ResultTooLarge,
        "54000",
        $"The result is larger than {nameof(StatementResultOptions.MaxResultBytes)} ({limit} bytes). Select less, or raise the limit."));

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

    /// <summary>A value that somebody wants written into a column that it does not fit.</summary>
    public static StatementFailedException DoesNotFit(ResultColumn column, long row, string shown, string advice) =>
        NotRepresentable(column.Name, $"row {row} has {shown}, which does not fit a column of the type {ErrorText.Column(column)}. {advice}");

    /// <summary>Rows that are not of the form that they should have.</summary>
    public static StatementFailedException NotRows(string what, Exception? cause = null) =>
        new(new(StatementErrorCodes.ValueNotRepresentable, "22000", what), cause);

    public static StatementFailedException NullRow(long row) => NotRows($"Row {row} is null. Leave it out.");

    public static StatementFailedException NoSource(ResultColumn column, string source) =>
        NotRows($"The result has a column '{column.Name}', but {source} has none of that name. Name them alike, or leave the column out.");
}
