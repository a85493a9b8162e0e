using Mockhaus.Statements.Results;

namespace Mockhaus.Statements;

/// <summary>A cell was read as a type that differs from its column's type, or that cannot hold its value.</summary>
/// <param name="message">The column, its type, its value, and how to read it.</param>
/// <param name="column">The column.</param>
/// <param name="ordinal">The column's ordinal.</param>
public sealed class ResultValueException(string message, ResultColumn column, int ordinal) : StatementException(message, null)
{
    /// <summary>The column.</summary>
    public ResultColumn Column { get; } = column;

    /// <summary>The column's ordinal, from 0.</summary>
    public int Ordinal { get; } = ordinal;
}
