namespace Mockhaus.Statements.Stores.Hybrid;

/// <summary>An item of the near cache, with its place in the order of eviction.</summary>
internal abstract class NearItem
{
    private volatile bool _isUsed;

    /// <summary>Its size in bytes. Changed under the lock of the cache, as is <see cref="Place"/>.</summary>
    public long Bytes { get; set; }

    /// <summary>Its place in the order of eviction; null once it was removed.</summary>
    public LinkedListNode<NearItem>? Place { get; set; }

    /// <summary>Gives it a second chance before it is evicted.</summary>
    public void Use()
    {
        // Not written when it is set already: the cache line of other processors would be invalidated.
        if (!_isUsed)
        {
            _isUsed = true;
        }
    }

    public bool TakeUse()
    {
        var wasUsed = _isUsed;
        _isUsed = false;
        return wasUsed;
    }
}
