namespace Mockhaus.Statements.Testing;

/// <summary>A call in the log of calls. Changed under the log's lock only.</summary>
internal sealed class ScriptedCallEntry(ScriptedCall call, ScriptedAnswer answer)
{
    public ScriptedCall Call { get; set; } = call;

    public ScriptedAnswer Turn { get; } = answer;

    /// <summary>Whether the log was cleared while the call was running.</summary>
    public bool IsForgotten { get; set; }
}
