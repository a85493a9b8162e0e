namespace Mockhaus.Statements;

/// <summary>A documented limit is reached. Nothing was stored.</summary>
/// <param name="limitName">The option that sets the limit.</param>
/// <param name="limit">The limit.</param>
/// <param name="actual">What was asked for.</param>
public sealed class StatementLimitException(string limitName, long limit, long actual)
    : StatementException($"{limitName} is {limit}, and {actual} was asked for. Wait, ask for less, or raise the option.", null)
{
    /// <summary>The option of <see cref="MockhausStatementsOptions"/> that sets the limit.</summary>
    public string LimitName { get; } = limitName;

    /// <summary>The limit.</summary>
    public long Limit { get; } = limit;

    /// <summary>What was asked for.</summary>
    public long Actual { get; } = actual;
}
