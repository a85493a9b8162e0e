namespace Mockhaus.Statements.Testing;

/// <summary>An entry of the call log. Only changed under the lock of the log.</summary>
internal sealed class ScriptedCallEntry(ScriptedCall call, ScriptedAnswer answer)
{
    public ScriptedCall Call { get; set; } = call;

    public ScriptedAnswer Answer { get; } = answer;

    /// <summary>Whether the log was cleared while the call was running.</summary>
    public bool IsForgotten { get; set; }
}
