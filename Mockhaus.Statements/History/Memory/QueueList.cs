namespace Mockhaus.Statements.History;

/// <summary>A list that grows at its end and shrinks at its start, with positions that stay the same. Not thread-safe.</summary>
/// <remarks>Own code, because the framework's queue has no positions.</remarks>
internal sealed class QueueList<T>
{
    private readonly List<T> _items = [];
    private int _head;

    /// <summary>The position of the first item.</summary>
    public long First { get; private set; }

    /// <summary>The position after the last item.</summary>
    public long End => First + Count;

    public int Count => _items.Count - _head;

    public T this[long position]
    {
        get => _items[IndexOf(position)];
        set => _items[IndexOf(position)] = value;
    }

    public void Add(T item) => _items.Add(item);

    public void RemoveFirst()
    {
        _items[_head++] = default!;
        First++;

        // Half of the list at a time: each item is moved once on average.
        if (_head > 64 && _head > _items.Count / 2)
        {
            _items.RemoveRange(0, _head);
            _head = 0;
        }
    }

    private int IndexOf(long position) => _head + checked((int)(position - First));
}
