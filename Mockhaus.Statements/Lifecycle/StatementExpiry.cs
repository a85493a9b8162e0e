namespace Mockhaus.Statements.Lifecycle;

/// <summary>Calculates when a finished statement expires.</summary>
internal static class StatementExpiry
{
    /// <summary>The expiry after a read: now plus the time to live, but no later than completion plus the maximum.</summary>
    public static DateTimeOffset Refreshed(Statement statement, TimeSpan maxTimeToLive, DateTimeOffset now)
    {
        var cap = statement.CompletedAt!.Value + maxTimeToLive;
        var refreshed = now + statement.TimeToLive;
        return refreshed < cap ? refreshed : cap;
    }

    /// <summary>Whether a refresh is to be written: at most one for each tenth of the time to live.</summary>
    public static bool IsWorthWriting(Statement statement, DateTimeOffset refreshed) =>
        refreshed - statement.ExpiresAt >= statement.TimeToLive / 10;
}
