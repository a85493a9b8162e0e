namespace Mockhaus.Statements.Tests.Model;

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
