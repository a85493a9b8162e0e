namespace Mockhaus.Statements.Results;

/// <summary>Where the cells of a row are in the JSON of its batch.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Json">The batch.</param>
/// <param name="Starts">Where each cell begins, and one more: where a next one would.</param>
internal readonly record struct RowCells(ResultColumns Columns, ReadOnlyMemory<byte> Json, int[] Starts)
{
    // Between two cells stands one comma.
    public Cell this[int ordinal] => new(Columns[ordinal], ordinal, Json.Span[Starts[ordinal]..(Starts[ordinal + 1] - 1)]);
}
