using System.Diagnostics.CodeAnalysis;

namespace Mockhaus.Statements.Stores.Hybrid;

/// <summary>The bytes in the near cache, and the order of eviction: the oldest item first, after a second chance if it was read.</summary>
/// <remarks>Not thread-safe: the cache locks it.</remarks>
internal sealed class NearBudget(long maxBytes)
{
    private readonly LinkedList<NearItem> _oldestFirst = [];

    public long Bytes { get; private set; }

    /// <summary>Whether something is not larger than the whole budget.</summary>
    public bool Fits(long bytes) => bytes <= maxBytes;

    public void Add(NearItem item, long bytes)
    {
        item.Place = _oldestFirst.AddLast(item);
        item.Bytes = bytes;
        Bytes += bytes;
    }

    public void Resize(NearItem item, long bytes)
    {
        Bytes += bytes - item.Bytes;
        item.Bytes = bytes;
    }

    /// <summary>Removes an item from the count and the order, once.</summary>
    public bool Remove(NearItem item)
    {
        if (item.Place is not { } place)
        {
            return false;
        }

        _oldestFirst.Remove(place);
        item.Place = null;
        Bytes -= item.Bytes;
        return true;
    }

    /// <summary>Removes all items. None of them may be used any more.</summary>
    public void Clear()
    {
        _oldestFirst.Clear();
        Bytes = 0;
    }

    /// <summary>Gets the next item to evict while the budget is exceeded.</summary>
    public bool IsExceeded([NotNullWhen(true)] out NearItem? next)
    {
        // An item gets a second chance once, so this ends.
        while (Bytes > maxBytes && _oldestFirst.First is { } oldest)
        {
            if (!oldest.Value.TakeUse())
            {
                next = oldest.Value;
                return true;
            }

            _oldestFirst.RemoveFirst();
            _oldestFirst.AddLast(oldest);
        }

        next = null;
        return false;
    }
}
