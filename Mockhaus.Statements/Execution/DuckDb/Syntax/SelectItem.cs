namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>One item of a select list.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">The column's name, or the placeholder's; empty for others.</param>
/// <param name="Length">How many characters a text has that is written in the SQL; null for others.</param>
internal readonly record struct SelectItem(SelectItemKind Kind, string Name = "", int? Length = null);
