namespace Mockhaus.Statements.AspNetCore.Trouble;

/// <summary>The requests that a trouble can be for.</summary>
[Flags]
internal enum TroubleOperations
{
    None = 0,
    Post = 1,
    Poll = 2,
    Partition = 4,
    Get = Poll | Partition,
    Cancel = 8,
}
