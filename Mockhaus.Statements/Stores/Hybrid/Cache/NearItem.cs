namespace Mockhaus.Statements.Stores.Hybrid;

/// <summary>Something near that has its place in the line of what is given up for the budget.</summary>
internal abstract class NearItem
{
    private volatile bool _isUsed;

    /// <summary>What it counts for. Changed under the cache's lock, as is <see cref="Place"/>.</summary>
    public long Bytes { get; set; }

    /// <summary>Where it stands in the line; null once it is near no more.</summary>
    public LinkedListNode<NearItem>? Place { get; set; }

    /// <summary>Gives it a second chance when its turn has come.</summary>
    public void Use()
    {
        // Not written when it stands there already: readers on other processors would have to fetch it anew.
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
