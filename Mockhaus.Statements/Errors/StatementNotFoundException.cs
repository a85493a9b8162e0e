namespace Mockhaus.Statements;

/// <summary>There is no such statement in this session. Another session's statement gives the very same answer.</summary>
/// <param name="handle">What was asked for.</param>
public sealed class StatementNotFoundException(StatementHandle handle)
    : StatementException($"Statement {handle} not found.", null)
{
    /// <summary>What was asked for.</summary>
    public StatementHandle Handle { get; } = handle;
}
