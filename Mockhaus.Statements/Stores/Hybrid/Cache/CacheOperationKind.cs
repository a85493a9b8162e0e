namespace Mockhaus.Statements.Stores.Hybrid;

/// <summary>What the far store is asked to do.</summary>
internal enum CacheOperationKind
{
    /// <summary>To tell; what it says is put near.</summary>
    Read = 0,

    /// <summary>To put an expiry off: what is near stays an answer meanwhile.</summary>
    Refresh,

    /// <summary>To change something: what is near is no answer until it is known what has become of that.</summary>
    Change,
}
