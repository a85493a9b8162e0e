namespace Mockhaus.Statements.Retention;

/// <summary>When a finished statement expires, and what is left of it then.</summary>
internal static class StatementExpiry
{
    /// <summary>The expiry after a read: a time to live from now, but no later than completion plus the maximum.</summary>
    public static DateTimeOffset Slide(Statement statement, TimeSpan maxTimeToLive, DateTimeOffset now)
    {
        var cap = statement.CompletedAt!.Value + maxTimeToLive;
        var slid = now + statement.TimeToLive;
        return slid < cap ? slid : cap;
    }

    /// <summary>Whether a slide is worth a write: a read each tenth of the time to live keeps a statement alive just as well.</summary>
    public static bool IsWorthWriting(Statement statement, DateTimeOffset slid) =>
        slid - statement.ExpiresAt >= statement.TimeToLive / 10;

    /// <summary>A statement that its user has let go of: expired from now on, without rows, for every reader at once.</summary>
    public static Statement Release(Statement statement, DateTimeOffset now) =>
        statement.ToTombstone() with { ExpiresAt = now };
}
