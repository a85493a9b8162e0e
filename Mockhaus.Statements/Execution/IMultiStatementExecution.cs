namespace Mockhaus.Statements.Execution;

/// <summary>Runs the parts of a multi-statement request. They share the state of a database session, such as a transaction.</summary>
/// <remarks>
/// Each part is a statement of its own, whose <see cref="Statement.Sql"/> is that part. The parts are run one at a time and in
/// order, until one does not succeed.
/// </remarks>
public interface IMultiStatementExecution : IStatementExecutor, IAsyncDisposable
{
    /// <summary>The SQL of each part, in order, without semicolons and without parts that contain only comments.</summary>
    IReadOnlyList<string> Statements { get; }
}
