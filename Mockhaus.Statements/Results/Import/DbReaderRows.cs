using System.Data.Common;

namespace Mockhaus.Statements.Results;

/// <summary>Copies the rows of a data reader, with one typed getter for each column.</summary>
/// <remarks>
/// Engines such as SQLite have types for values and not for columns, and their getters convert silently: 2.75 to 2, text to 0. Their
/// readers report the type of each cell (GetFieldType), which is read for each; a cell of another type than the getter's is written by its
/// value.
/// </remarks>
internal sealed class DbReaderRows
{
    private readonly DbDataReader _reader;
    private readonly ResultWriter _result;
    private readonly string _advice;
    private readonly (int Ordinal, Type Type, DbReaderCell Write)[] _cells;

    /// <summary>Starts the result, unless it is already started.</summary>
    /// <param name="reader">The reader, which the caller advances.</param>
    /// <param name="result">The target.</param>
    /// <param name="advice">The advice for a value that does not fit, as a sentence.</param>
    public DbReaderRows(DbDataReader reader, ResultWriter result, string advice)
    {
        (_reader, _result, _advice) = (reader, result, advice);
        if (result.Row.Columns.Length == 0)
        {
            // Not every provider reports the scale of decimals.
            var schema = (reader as IDbColumnSchemaGenerator)?.GetColumnSchema();
            var columns = Enumerable.Range(0, reader.FieldCount)
                .Select(i => ClrColumns.Create(reader.GetName(i), reader.GetFieldType(i), schema?[i].NumericScale))
                .ToArray();
            result.Start(columns);
            _cells = [.. columns.Select((column, i) => (i, reader.GetFieldType(i), DbReaderCells.Create(reader.GetFieldType(i), column.Type)))];
            return;
        }

        var names = new ColumnNames(Enumerable.Range(0, reader.FieldCount).Select(reader.GetName));
        _cells = [.. result.Row.Columns.Select(column => CellOf(names, column))];
    }

    /// <summary>Writes the cells of the current row.</summary>
    public void WriteCells()
    {
        for (var i = 0; i < _cells.Length; i++)
        {
            var (ordinal, type, typed) = _cells[i];
            var column = _result.Row.Columns[i];
            var isNull = _reader.IsDBNull(ordinal);
            if (isNull && column.Nullable)
            {
                _result.Row.WriteNull();
            }
            else if (isNull || !WriterOf(ordinal, type, typed)(_reader, ordinal, _result.Row, column))
            {
                throw ResultErrors.DoesNotFit(
                    column, _result.RowCount + 1, ErrorText.Value(isNull ? null : _reader.GetValue(ordinal)), _advice);
            }
        }
    }

    private DbReaderCell WriterOf(int ordinal, Type type, DbReaderCell typed) =>
        _reader.GetFieldType(ordinal) == type ? typed : DbReaderCells.Other;

    private (int Ordinal, Type Type, DbReaderCell Write) CellOf(ColumnNames names, ResultColumn column)
    {
        var ordinal = names.Find(column.Name);
        if (ordinal < 0)
        {
            throw ResultErrors.NoSource(column, "the reader");
        }

        var type = _reader.GetFieldType(ordinal);
        var isSame = ClrColumns.Create(column.Name, type, column.Scale).IsSameType(column);
        return (ordinal, type, isSame ? DbReaderCells.Create(type, column.Type) : DbReaderCells.Boxed);
    }
}
