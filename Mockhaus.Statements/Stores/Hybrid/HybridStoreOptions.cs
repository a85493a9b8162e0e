using System.ComponentModel.DataAnnotations;

namespace Mockhaus.Statements.Stores;

/// <summary>The settings of a <see cref="HybridStatementStore"/>. Configuration section <c>Mockhaus:Statements:Hybrid</c>; validated before first use.</summary>
/// <remarks>MB means 1,048,576 bytes.</remarks>
public sealed class HybridStoreOptions
{
    /// <summary>How much memory what is near may take, as stored and with what the store needs for it, about. Beyond it, what
    /// was not read for longest goes first; it stays in the far store.</summary>
    /// <value>64 MB; at least 1 KB. A batch or statement that is larger is never near.</value>
    [Range(1024, long.MaxValue)]
    public long NearBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>How long something stays near without being read, even where there is room.</summary>
    /// <value>1 hour; a second to 3,650 days.</value>
    public TimeSpan NearIdleTime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How long a statement that is near is answered before the far store is asked whether it is still so. To be set when others
    /// change the far store too: it is how long a release or removal by them may go unnoticed here. While the far store is down,
    /// what is near is answered all the same.
    /// </summary>
    /// <value>Null: 5 seconds where the far store tells of what others change (<see cref="IStatementChangeFeed"/>; what it tells may
    /// be lost), and for ever where it does not, because it is changed through this store only. Zero (always ask) to 3,650 days.</value>
    public TimeSpan? ConfirmAfter { get; set; }

    /// <summary>How long that is by default where a far store tells of changes.</summary>
    internal static TimeSpan ConfirmHintsAfter { get; } = TimeSpan.FromSeconds(5);
}
