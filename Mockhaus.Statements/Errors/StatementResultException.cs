namespace Mockhaus.Statements;

/// <summary>Rows were requested from a statement that has none: it is live, has failed, was cancelled, or its rows were evicted.</summary>
/// <param name="statement">The current statement.</param>
public sealed class StatementResultException(Statement statement) : StatementException(MessageOf(statement), null)
{
    /// <summary>The current statement.</summary>
    public Statement Statement { get; } = statement;

    private static string MessageOf(Statement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return statement switch
        {
            { Error: { } error } => $"Statement {statement.Handle} has no rows: it is {statement.Status}, with {error.Code}: {error.Message}",
            { RowsEvictedAt: { } at } =>
                $"The rows of statement {statement.Handle} were evicted at {at:u} to keep all results within " +
                $"{nameof(StatementResultOptions.MaxTotalResultBytes)}. Submit it again, or raise the limit.",
            { Result: not null } => $"The store no longer has the rows of statement {statement.Handle}, although the statement succeeded. Submit it again.",
            _ => $"Statement {statement.Handle} has no rows: it is {statement.Status}. Wait until it has succeeded.",
        };
    }
}
