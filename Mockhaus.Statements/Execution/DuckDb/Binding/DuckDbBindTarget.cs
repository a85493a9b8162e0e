using DuckDB.NET.Native;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>The properties of a placeholder before it has a value.</summary>
/// <param name="Known">The type that DuckDB expects, from the column or the operator next to it; Invalid when it uses the type of the
/// value.</param>
/// <param name="Number">The type that DuckDB expects for the numbers of a batch.</param>
/// <param name="IsOperand">Whether it is an operand of an arithmetic operator.</param>
/// <param name="IsSelectItem">Whether it is an item of the select list, so that its value is returned unchanged.</param>
internal readonly record struct DuckDbBindTarget(DuckDBType Known, NumberType Number, bool IsOperand, bool IsSelectItem);
