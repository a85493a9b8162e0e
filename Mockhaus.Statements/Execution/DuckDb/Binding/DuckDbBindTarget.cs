using DuckDB.NET.Native;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>What is known of a placeholder before it has a value.</summary>
/// <param name="Known">The type that DuckDB expects, from the column or the operator beside it; Invalid where it takes the value's.</param>
/// <param name="Number">The same for numbers of a batch.</param>
/// <param name="IsOperand">Whether it stands beside a sign of arithmetic.</param>
/// <param name="IsSelectItem">Whether its value is shown as it is.</param>
internal readonly record struct DuckDbBindTarget(DuckDBType Known, NumberType Number, bool IsOperand, bool IsSelectItem);
