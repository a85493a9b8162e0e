using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Writes one cell that is not null.</summary>
internal delegate void DuckDbCellWriter(in DuckDbVector vector, long row, RowWriter target);

/// <summary>A column of a DuckDB result and the writer of its cells, selected once for each result.</summary>
internal readonly record struct DuckDbColumn(ResultColumn Column, DuckDbCellWriter Write);
