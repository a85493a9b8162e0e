namespace Mockhaus.Statements;

/// <summary>Rows were asked of a statement that has none: it is still live, has failed, or was cancelled.</summary>
/// <param name="statement">The statement as it stands.</param>
public sealed class StatementResultException(Statement statement) : StatementException(MessageOf(statement), null)
{
    /// <summary>The statement as it stands.</summary>
    public Statement Statement { get; } = statement;

    private static string MessageOf(Statement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return statement.Error is { } error
            ? $"Statement {statement.Handle} has no rows: it is {statement.Status}, with {error.Code}: {error.Message}"
            : $"Statement {statement.Handle} has no rows: it is {statement.Status}. Wait until it has succeeded.";
    }
}
