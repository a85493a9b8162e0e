using System.Diagnostics.CodeAnalysis;

namespace Mockhaus.Statements.Stores.Hybrid;

/// <summary>The bytes that are near, and the line of those that are given up for them: the oldest first, after a second chance if it was read.</summary>
/// <remarks>Not safe for threads: the cache locks it.</remarks>
internal sealed class NearBudget(long maxBytes)
{
    private readonly LinkedList<NearItem> _oldestFirst = [];

    public long Bytes { get; private set; }

    /// <summary>Whether something fits in at all.</summary>
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

    /// <summary>Takes an item out of the count and the line, once.</summary>
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

    /// <summary>Forgets all items. None of them may be used any more.</summary>
    public void Clear()
    {
        _oldestFirst.Clear();
        Bytes = 0;
    }

    /// <summary>Says what has to go next, as long as there is too much.</summary>
    public bool IsExceeded([NotNullWhen(true)] out NearItem? next)
    {
        // Whoever gets a second chance has lost it afterwards, so this ends.
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
