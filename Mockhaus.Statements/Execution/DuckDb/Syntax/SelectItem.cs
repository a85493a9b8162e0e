namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>An item of a select list.</summary>
/// <param name="Kind">The kind of the item.</param>
/// <param name="Name">The name of the column or the placeholder; empty for others.</param>
/// <param name="Length">The number of characters of a text literal; null for others.</param>
internal readonly record struct SelectItem(SelectItemKind Kind, string Name = "", int? Length = null);
