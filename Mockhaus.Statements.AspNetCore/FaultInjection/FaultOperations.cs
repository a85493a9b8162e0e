namespace Mockhaus.Statements.AspNetCore.FaultInjection;

/// <summary>The requests that a fault can apply to.</summary>
[Flags]
internal enum FaultOperations
{
    None = 0,
    Post = 1,
    Poll = 2,
    Partition = 4,
    Get = Poll | Partition,
    Cancel = 8,
}
