namespace Mockhaus.Statements;

/// <summary>A statement was refused because the history, which has to record it first, is unavailable
/// (<see cref="StatementHistoryOptions.Required"/>). It does not run.</summary>
/// <param name="handle">The statement.</param>
/// <param name="innerException">The cause, or null.</param>
public sealed class StatementHistoryException(StatementHandle handle, Exception? innerException)
    : StatementException(
        $"Statement {handle} was refused because the history, which has to record it before it runs, is unavailable. Submit it again later.",
        innerException)
{
    /// <summary>The statement.</summary>
    public StatementHandle Handle { get; } = handle;
}
