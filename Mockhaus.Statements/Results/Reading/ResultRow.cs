using System.Collections;

namespace Mockhaus.Statements.Results;

/// <summary>One row of a stored result: its cells as Snowflake's text or as typed values, by ordinal or by name.</summary>
/// <remarks>
/// <para>Immutable and thread-safe. Cells are decoded on each access. A row references the bytes of its batch (usually up to
/// <see cref="StatementResultOptions.ResultBatchBytes"/>), which stay in memory as long as the row.</para>
/// <para>A typed getter reads the column types that its description names. It throws <see cref="ResultValueException"/> for a column of
/// another type, for NULL, and for a value that does not fit; and <see cref="ArgumentOutOfRangeException"/> for a column that does not
/// exist.</para>
/// </remarks>
public sealed partial class ResultRow : IReadOnlyList<string?>
{
    private readonly RowCells _cells;

    internal ResultRow(RowCells cells) => _cells = cells;

    /// <summary>The columns of the result, in order.</summary>
    public IReadOnlyList<ResultColumn> Columns => _cells.Columns.All;

    /// <summary>The number of cells, which is that of the columns.</summary>
    public int Count => _cells.Columns.Count;

    /// <summary>The text of a cell of any type, or null for NULL.</summary>
    /// <param name="index">The column's ordinal, from 0.</param>
    public string? this[int index] => CellAt(index).Text;

    /// <summary>The text of a cell of any type, or null for NULL.</summary>
    /// <param name="name">The name of the column: exact, otherwise ignoring case.</param>
    public string? this[string name] => CellAt(name).Text;

    /// <summary>Whether a cell is NULL.</summary>
    /// <param name="column">The column, by ordinal or by name.</param>
    /// <returns>True when it is.</returns>
    public bool IsNull(ColumnKey column) => CellAt(column).IsNull;

    /// <inheritdoc/>
    public IEnumerator<string?> GetEnumerator()
    {
        for (var ordinal = 0; ordinal < Count; ordinal++)
        {
            yield return this[ordinal];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Cell CellAt(ColumnKey column) => _cells[column.In(_cells.Columns)];
}
