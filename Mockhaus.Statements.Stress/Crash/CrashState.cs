namespace Mockhaus.Statements.Stress.Crash;

/// <summary>One state that a statement was to have.</summary>
/// <param name="Print">All of it, short; or that it is not there.</param>
/// <param name="Tombstone">What a reclaim makes of it, short; null where it makes no tombstone.</param>
/// <param name="ExpiresAt">In UTC ticks; 0 for never.</param>
/// <param name="HasRows">Whether it has succeeded and its batches have to be there.</param>
internal sealed record CrashState(string Print, string? Tombstone, long ExpiresAt, bool HasRows)
{
    public static CrashState Absent { get; } = new(CrashLog.Absent, null, 0, false);

    /// <summary>Whether a reclaim may have left something of that print.</summary>
    /// <param name="print">What was found.</param>
    /// <param name="reclaimed">The latest time for which somebody reclaimed.</param>
    public bool MayBe(string print, long reclaimed) =>
        print == Print
        || (print == Tombstone && IsExpiredAt(reclaimed))
        || (print == CrashLog.Absent && IsExpiredAt(reclaimed - CrashWork.TombstoneRetention.Ticks));

    /// <summary>Whether a reclaim that has ended must have left something else, or nothing.</summary>
    /// <param name="print">What was found.</param>
    /// <param name="reclaimed">The time for which it was.</param>
    public bool IsOverdue(string print, long reclaimed) =>
        (Tombstone is not null && print == Print && IsExpiredAt(reclaimed))
        || (print != CrashLog.Absent && IsExpiredAt(reclaimed - CrashWork.TombstoneRetention.Ticks));

    private bool IsExpiredAt(long ticks) => ExpiresAt != 0 && ExpiresAt <= ticks;
}
