using System.Collections;

namespace Mockhaus.Statements.Results;

/// <summary>One row of a stored result: its cells as Snowflake's text, or as typed values, by ordinal or by name.</summary>
/// <remarks>
/// <para>Immutable and safe for many threads. Cells are decoded when they are asked for, and every time anew. A row refers to the
/// bytes of its batch (as a rule up to <see cref="StatementResultOptions.ResultBatchBytes"/>) and keeps them as long as it is kept itself.</para>
/// <para>A typed getter reads the types that it names. It throws <see cref="ResultValueException"/> for a column of another type, for
/// NULL, and for a value that does not fit; and <see cref="ArgumentOutOfRangeException"/> for a column that there is not.</para>
/// </remarks>
public sealed partial class ResultRow : IReadOnlyList<string?>
{
    private readonly RowCells _cells;

    internal ResultRow(RowCells cells) => _cells = cells;

    /// <summary>The columns of the result, in order.</summary>
    public IReadOnlyList<ResultColumn> Columns => _cells.Columns.All;

    /// <summary>How many cells there are: as many as columns.</summary>
    public int Count => _cells.Columns.Count;

    /// <summary>The text of a cell, whatever its type, or null for NULL.</summary>
    /// <param name="index">The column's ordinal, from 0.</param>
    public string? this[int index] => CellAt(index).Text;

    /// <summary>The text of a cell, whatever its type, or null for NULL.</summary>
    /// <param name="name">The column's name; if there is none, ignoring case.</param>
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
