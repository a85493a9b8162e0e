using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Writes one cell that is not null.</summary>
internal delegate void DuckDbCellWriter(in DuckDbVector vector, long row, RowWriter target);

/// <summary>A column of a DuckDB result, and how its cells are written; decided once a result.</summary>
internal readonly record struct DuckDbColumn(ResultColumn Column, DuckDbCellWriter Write);
