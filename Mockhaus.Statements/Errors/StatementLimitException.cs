namespace Mockhaus.Statements;

/// <summary>A documented limit is reached. What was asked for was not done: a refused submission is not stored, and a statement
/// that a refused caller wanted to wait for runs on.</summary>
/// <param name="limitName">The option that sets the limit, or the member that is limited.</param>
/// <param name="limit">The limit.</param>
/// <param name="actual">What was asked for.</param>
public sealed class StatementLimitException(string limitName, long limit, long actual)
    : StatementException($"{limitName} is {limit}, and {actual} was asked for. Ask for less; where others use it up, wait; where it is an option, raise it.", null)
{
    /// <summary>The option of <see cref="MockhausStatementsOptions"/> that sets the limit, or the member of the request that is limited.</summary>
    public string LimitName { get; } = limitName;

    /// <summary>The limit.</summary>
    public long Limit { get; } = limit;

    /// <summary>What was asked for.</summary>
    public long Actual { get; } = actual;
}
