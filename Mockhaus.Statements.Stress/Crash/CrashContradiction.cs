namespace Mockhaus.Statements.Stress.Crash;

/// <summary>A store told its caller otherwise than it had acknowledged.</summary>
internal sealed class CrashContradiction(StatementHandle handle, string message) : Exception(message)
{
    public StatementHandle Handle { get; } = handle;
}
