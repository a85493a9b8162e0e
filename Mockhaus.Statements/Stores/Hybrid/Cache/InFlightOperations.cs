namespace Mockhaus.Statements.Stores.Hybrid;

/// <summary>The operations on one statement that are in flight. Exists as long as there is one.</summary>
/// <remarks>Changed under the lock of the cache.</remarks>
internal sealed class InFlightOperations
{
    /// <summary>The number of operations; the last one removes this.</summary>
    public int Operations { get; set; }

    /// <summary>How many of them are changes or refreshes.</summary>
    public int Changing { get; set; }

    /// <summary>Counts the beginnings and ends of changes: an operation that finds it higher than at its start was overlapped.</summary>
    public long Changes { get; set; }
}
