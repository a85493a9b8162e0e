namespace Mockhaus.Statements.Tests.Support;

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
