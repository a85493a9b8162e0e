namespace Mockhaus.Statements.Lifecycle;

/// <summary>When a finished statement expires.</summary>
internal static class StatementExpiry
{
    /// <summary>The expiry after a read: a time to live from now, but no later than completion plus the maximum.</summary>
    public static DateTimeOffset Refreshed(Statement statement, TimeSpan maxTimeToLive, DateTimeOffset now)
    {
        var cap = statement.CompletedAt!.Value + maxTimeToLive;
        var refreshed = now + statement.TimeToLive;
        return refreshed < cap ? refreshed : cap;
    }

    /// <summary>Whether a refresh is worth a write: one each tenth of the time to live keeps a statement alive just as well.</summary>
    public static bool IsWorthWriting(Statement statement, DateTimeOffset refreshed) =>
        refreshed - statement.ExpiresAt >= statement.TimeToLive / 10;
}
