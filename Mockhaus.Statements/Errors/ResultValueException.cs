using Mockhaus.Statements.Results;

namespace Mockhaus.Statements;

/// <summary>A cell was asked for as something that it is not, or that cannot hold it.</summary>
/// <param name="message">Which column, of which type, holding what, and how to read it.</param>
/// <param name="column">The column.</param>
/// <param name="ordinal">The column's ordinal.</param>
public sealed class ResultValueException(string message, ResultColumn column, int ordinal) : StatementException(message, null)
{
    /// <summary>The column.</summary>
    public ResultColumn Column { get; } = column;

    /// <summary>The column's ordinal, from 0.</summary>
    public int Ordinal { get; } = ordinal;
}
