namespace Mockhaus.Statements.Tests.Support;

public enum StoreOperation
{
    None = 0,
    Add,
    Find,
    FindByRequestId,
    Replace,
    Refresh,
    List,
    WriteBatch,
    ReadBatch,
    Remove,
    Purge,
}
