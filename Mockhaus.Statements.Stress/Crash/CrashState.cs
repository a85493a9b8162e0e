namespace Mockhaus.Statements.Stress.Crash;

/// <summary>One state that a statement was to have.</summary>
/// <param name="Print">All of it, short; or that it is not there.</param>
/// <param name="Tombstone">What a purge makes of it, short; null where it makes no tombstone.</param>
/// <param name="ExpiresAt">In UTC ticks; 0 for never.</param>
/// <param name="HasRows">Whether it has succeeded and its batches have to be there.</param>
internal sealed record CrashState(string Print, string? Tombstone, long ExpiresAt, bool HasRows)
{
    public static CrashState Absent { get; } = new(CrashLog.Absent, null, 0, false);

    /// <summary>Whether a purge may have left something of that print.</summary>
    /// <param name="print">What was found.</param>
    /// <param name="purged">The latest time for which somebody purged.</param>
    public bool MayBe(string print, long purged) =>
        print == Print
        || (print == Tombstone && IsExpiredAt(purged))
        || (print == CrashLog.Absent && IsExpiredAt(purged - CrashWork.TombstoneRetention.Ticks));

    /// <summary>Whether a purge that has ended must have left something else, or nothing.</summary>
    /// <param name="print">What was found.</param>
    /// <param name="purged">The time for which it was.</param>
    public bool IsOverdue(string print, long purged) =>
        (Tombstone is not null && print == Print && IsExpiredAt(purged))
        || (print != CrashLog.Absent && IsExpiredAt(purged - CrashWork.TombstoneRetention.Ticks));

    private bool IsExpiredAt(long ticks) => ExpiresAt != 0 && ExpiresAt <= ticks;
}
