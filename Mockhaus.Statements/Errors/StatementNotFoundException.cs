namespace Mockhaus.Statements;

/// <summary>The session has no such statement. A statement of another session is reported in the same way.</summary>
/// <param name="handle">The handle.</param>
public sealed class StatementNotFoundException(StatementHandle handle)
    : StatementException($"Statement {handle} not found.", null)
{
    /// <summary>The handle.</summary>
    public StatementHandle Handle { get; } = handle;
}
