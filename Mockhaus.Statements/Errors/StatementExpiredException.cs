namespace Mockhaus.Statements;

/// <summary>There was such a statement, and its time is over. It has to be submitted again.</summary>
/// <param name="handle">What was asked for.</param>
/// <param name="expiredAt">Since when.</param>
public sealed class StatementExpiredException(StatementHandle handle, DateTimeOffset expiredAt)
    : StatementException($"Statement {handle} expired at {expiredAt:u}. Submit it again.", null)
{
    /// <summary>What was asked for.</summary>
    public StatementHandle Handle { get; } = handle;

    /// <summary>Since when (UTC).</summary>
    public DateTimeOffset ExpiredAt { get; } = expiredAt;
}
