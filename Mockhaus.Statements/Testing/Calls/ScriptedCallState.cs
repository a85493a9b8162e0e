namespace Mockhaus.Statements.Testing;

/// <summary>How far a call of the script has come.</summary>
public enum ScriptedCallState
{
    /// <summary>It has begun and not ended.</summary>
    Running = 0,

    /// <summary>It has given its answer.</summary>
    Returned = 1,

    /// <summary>It has failed: the script says so, or has no answer.</summary>
    Failed = 2,

    /// <summary>It was told to stop, and did: its statement was cancelled, timed out, or ended by a shutdown.</summary>
    Stopped = 3,
}
