namespace Mockhaus.Statements.Stores;

/// <summary>The settings of a <see cref="HybridStatementStore"/>. Configuration section <c>Mockhaus:Statements:Hybrid</c>; validated
/// before first use.</summary>
/// <remarks>MB means 1,048,576 bytes.</remarks>
public sealed class HybridStoreOptions
{
    /// <summary>The approximate memory that the near cache may take. Beyond it, entries that were not read for longest are evicted; they
    /// stay in the backing store.</summary>
    /// <value>64 MB; at least 1 KB. A batch or statement that is larger is never in the near cache.</value>
    public long NearBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>How long an entry stays in the near cache without being read, even where there is space.</summary>
    /// <value>1 hour; a second to 3,650 days.</value>
    public TimeSpan NearIdleTime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How long a statement is answered from the near cache before the backing store is asked again. Set it when other processes change the
    /// backing store too: it is how long a release or removal by them may go unnoticed here. While the backing store is unavailable, the
    /// near cache is used all the same.
    /// </summary>
    /// <value>Null: 5 seconds where the backing store reports changes by others (<see cref="IStatementChangeFeed"/>; a report may be
    /// lost), and no limit where it does not, because it is changed through this store only. Zero (always ask) to 3,650 days.</value>
    public TimeSpan? ConfirmAfter { get; set; }

    /// <summary>The default where the backing store reports changes.</summary>
    internal static TimeSpan ConfirmHintsAfter { get; } = TimeSpan.FromSeconds(5);
}
