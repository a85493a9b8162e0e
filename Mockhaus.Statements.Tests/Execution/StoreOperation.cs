namespace Mockhaus.Statements.Tests.Execution;

public enum StoreOperation
{
    None = 0,
    Add,
    Find,
    FindByRequestId,
    Replace,
    Slide,
    List,
    WriteBatch,
    ReadBatch,
    Remove,
    Reclaim,
}
