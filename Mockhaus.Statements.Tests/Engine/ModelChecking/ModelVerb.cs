namespace Mockhaus.Statements.Tests.Engine.ModelChecking;

internal enum ModelVerb
{
    None = 0,
    Submit,
    Get,
    Wait,
    Cancel,
    Release,
    ReadBatch,
    ReadRows,
    List,
    EndSession,
    Sweep,
    Clock,
    Dispose,
}
