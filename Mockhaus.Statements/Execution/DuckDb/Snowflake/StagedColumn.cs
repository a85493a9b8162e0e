namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>A column of rows that are given to DuckDB as texts.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Cast">The expression that makes the value of the text, which is <c>{0}</c> in it.</param>
internal sealed record StagedColumn(string Name, string Cast);
