using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Execution;

/// <summary>One run of a statement, as its executor sees it.</summary>
/// <remarks>For one thread at a time.</remarks>
public sealed class StatementExecution
{
    internal StatementExecution(Statement statement, ResultWriter result)
    {
        Statement = statement;
        Result = result;
    }

    /// <summary>What to run.</summary>
    public Statement Statement { get; }

    /// <summary>Where the rows go. One that is never started gives the result of a statement without rows.</summary>
    public ResultWriter Result { get; }
}
