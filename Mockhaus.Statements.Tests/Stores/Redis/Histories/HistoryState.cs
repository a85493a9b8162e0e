namespace Mockhaus.Statements.Tests.Stores.Redis.Histories;

/// <summary>What stands under a handle.</summary>
/// <param name="Version">The version; 0 for no statement.</param>
/// <param name="Content">What was written last.</param>
/// <param name="Creation">What was written first: which of those that were added one after the other it is.</param>
public readonly record struct HistoryState(long Version, int Content, int Creation)
{
    public static HistoryState None { get; }

    public bool IsNone => Version == 0;
}
