namespace Mockhaus.Statements.Execution;

/// <summary>The parts of one text, and what runs them: they share what a session of the database keeps, such as a transaction.</summary>
/// <remarks>
/// Each part is a statement of its own, whose <see cref="Statement.Sql"/> is that part. They are run one at a time, in their
/// order; the first that does not succeed is the last to run.
/// </remarks>
public interface IMultiStatementExecution : IStatementExecutor, IAsyncDisposable
{
    /// <summary>The SQL of each part, in order, without the semicolons and without parts that hold nothing but comments.</summary>
    IReadOnlyList<string> Statements { get; }
}
