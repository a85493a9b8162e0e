namespace Mockhaus.Statements.Stores.Hybrid;

/// <summary>What a call to the backing store does.</summary>
internal enum CacheOperationKind
{
    /// <summary>A read, whose answer is put near.</summary>
    Read = 0,

    /// <summary>A refresh of an expiry: the near cache is used meanwhile.</summary>
    Refresh,

    /// <summary>A change: the entry in the near cache is not used until the outcome is known.</summary>
    Change,
}
