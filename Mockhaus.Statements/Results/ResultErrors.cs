namespace Mockhaus.Statements.Results;

/// <summary>Creates the errors with which a result fails its statement.</summary>
internal static class ResultErrors
{
    /// <summary>The advice for rows that do not fit.</summary>
    public const string StartAdvice = "Call Start first with columns that fit, or change the value.";

    public static StatementFailedException TooLarge(long limit) => new(new(
        StatementErrorCodes.ResultTooLarge,
        "54000",
        $"The result is larger than {nameof(StatementResultOptions.MaxResultBytes)} ({limit} bytes). Select less, or raise the limit."));

    public static StatementFailedException RowTooLarge(long limit) => new(new(
        StatementErrorCodes.ResultTooLarge,
        "54000",
        $"A row is larger than the limit of {limit} bytes. Select fewer columns, or shorter values."));

    public static StatementFailedException TooManyColumns(int count, int limit) => new(new(
        StatementErrorCodes.ResultTooLarge,
        "54011",
        $"The result has {count} columns; the limit is {limit}. Select fewer columns."));

    /// <summary>The store has refused a batch, because the statement has ended.</summary>
    public static InvalidOperationException NotWanted(StatementHandle handle) =>
        new($"Statement {handle} is no longer running; its rows are discarded.");

    public static StatementFailedException NotRepresentable(string column, string what) => new(new(
        StatementErrorCodes.ValueNotRepresentable,
        "22003",
        $"Column '{column}': {what}"));

    /// <summary>A value that does not fit its column.</summary>
    public static StatementFailedException DoesNotFit(ResultColumn column, long row, string shown, string advice) =>
        NotRepresentable(column.Name, $"row {row} has {shown}, which does not fit a column of the type {ErrorText.Column(column)}. {advice}");

    /// <summary>Rows that do not have the expected form.</summary>
    public static StatementFailedException NotRows(string what, Exception? cause = null) =>
        new(new(StatementErrorCodes.ValueNotRepresentable, "22000", what), cause);

    public static StatementFailedException NullRow(long row) => NotRows($"Row {row} is null. Omit it.");

    public static StatementFailedException NoSource(ResultColumn column, string source) =>
        NotRows($"The result has a column '{column.Name}', but {source} has no value with that name. Use the same name, or omit the column.");
}
