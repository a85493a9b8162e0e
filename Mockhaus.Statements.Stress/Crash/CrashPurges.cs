namespace Mockhaus.Statements.Stress.Crash;

/// <summary>How far what has expired may, and must, be gone.</summary>
internal sealed class CrashPurges
{
    private long _from;

    /// <summary>How many lines were said so far.</summary>
    public long Line { get; set; }

    /// <summary>The latest time for which a purge was begun, in UTC ticks.</summary>
    public long Submitted { get; private set; }

    /// <summary>The latest time for which one has ended.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>The line at which that one was begun.</summary>
    public long AcknowledgedFrom { get; private set; }

    public void Submit(long now) => (Submitted, _from) = (now, Line);

    public void Acknowledge(long now) => (Acknowledged, AcknowledgedFrom) = (now, _from);
}
