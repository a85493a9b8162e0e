namespace Mockhaus.Statements.Tests.Transfer;

public enum PlaceKind
{
    None = 0,
    Memory,
    DuckDbFile,
    HybridOverFile,
    SessionFile,
    Redis,
}
