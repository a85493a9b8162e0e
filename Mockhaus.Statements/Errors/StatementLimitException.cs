namespace Mockhaus.Statements;

/// <summary>A documented limit is reached, and the operation was not performed: a refused submission is not stored, and a refused wait
/// leaves the statement running.</summary>
/// <param name="limitName">The option that sets the limit, or the member that is limited.</param>
/// <param name="limit">The limit.</param>
/// <param name="actual">The value that was requested.</param>
public sealed class StatementLimitException(string limitName, long limit, long actual)
    : StatementException($"{limitName} is {limit}; {actual} was requested. Request less, wait until others have finished, or raise the option.", null)
{
    /// <summary>The option of <see cref="MockhausStatementsOptions"/> that sets the limit, or the member of the request that is
    /// limited.</summary>
    public string LimitName { get; } = limitName;

    /// <summary>The limit.</summary>
    public long Limit { get; } = limit;

    /// <summary>The value that was requested.</summary>
    public long Actual { get; } = actual;
}
