namespace Mockhaus.Statements;

/// <summary>The statement has expired. Submit it again.</summary>
/// <param name="handle">The statement.</param>
/// <param name="expiredAt">When it expired.</param>
public sealed class StatementExpiredException(StatementHandle handle, DateTimeOffset expiredAt)
    : StatementException($"Statement {handle} expired at {expiredAt:u}. Submit it again.", null)
{
    /// <summary>The statement.</summary>
    public StatementHandle Handle { get; } = handle;

    /// <summary>When it expired (UTC).</summary>
    public DateTimeOffset ExpiredAt { get; } = expiredAt;
}
