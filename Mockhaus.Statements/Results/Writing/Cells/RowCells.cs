namespace Mockhaus.Statements.Results;

/// <summary>The positions of the cells of a row in the JSON of its batch.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Json">The JSON of the batch.</param>
/// <param name="Starts">The start of each cell, and one more: the start of the cell after the last.</param>
internal readonly record struct RowCells(ResultColumns Columns, ReadOnlyMemory<byte> Json, int[] Starts)
{
    // One comma separates two cells.
    public Cell this[int ordinal] => new(Columns[ordinal], ordinal, Json.Span[Starts[ordinal]..(Starts[ordinal + 1] - 1)]);
}
