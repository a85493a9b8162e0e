namespace Mockhaus.Statements.Testing;

/// <summary>The state of a call of the scripted executor.</summary>
public enum ScriptedCallState
{
    /// <summary>The call is running.</summary>
    Running = 0,

    /// <summary>The call has returned its answer.</summary>
    Returned = 1,

    /// <summary>The call has failed: a rule says so, or no rule matches.</summary>
    Failed = 2,

    /// <summary>The call was stopped: its statement was cancelled, timed out, or ended by a shutdown.</summary>
    Stopped = 3,
}
