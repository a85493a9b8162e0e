using System.Buffers;
using System.Diagnostics;

namespace Mockhaus.Statements.Results;

/// <summary>A growing buffer of pooled arrays, which are not copied when it grows.</summary>
/// <remarks>ArrayBufferWriter does not pool arrays, and copies its contents when it grows; a Pipe has no upper bound and cannot be
/// truncated.</remarks>
internal sealed class ResultBuffer(long limit, Func<long, Exception> tooLarge)
{
    private const int SmallestSegment = 4 * 1024;
    private const int LargestSegment = 1024 * 1024;

    // The contents have to fit into one array in the end.
    private readonly long _limit = Math.Min(limit, Array.MaxLength - (2 * LargestSegment));
    private ResultSegment? _first;
    private ResultSegment? _last;
    private byte[] _bytes = [];
    private int _used;
    private long _before;
    private long _expected;
    private bool _released;

    public long Length => _before + _used;

    /// <summary>The position of the first byte.</summary>
    public BufferPosition Start => new(_first, 0, 0);

    /// <summary>The position of the next byte.</summary>
    public BufferPosition Position => new(_last, _used, Length);

    /// <summary>Reserves contiguous space for a number of bytes.</summary>
    public Span<byte> Reserve(int size)
    {
        if (_bytes.Length - _used < size)
        {
            Grow(size);
        }

        return _bytes.AsSpan(_used);
    }

    public void Advance(int count)
    {
        Debug.Assert(count <= _bytes.Length - _used, "More was written than was reserved.");
        _used += count;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > _bytes.Length - _used)
        {
            var room = _bytes.Length - _used;
            bytes[..room].CopyTo(_bytes.AsSpan(_used));
            bytes = bytes[room..];
            _used += room;
            Grow(1);
        }

        bytes.CopyTo(_bytes.AsSpan(_used));
        _used += bytes.Length;
    }

    /// <summary>Removes the bytes after a position.</summary>
    public void Truncate(BufferPosition position)
    {
        if ((position.Segment ?? _first) is not { } segment)
        {
            return;
        }

        segment.ReturnNext();
        Open(segment);
        (_used, _before) = (position.Index, segment.RunningIndex);
    }

    /// <summary>Detaches the contents for a number of users, and starts with an empty buffer.</summary>
    public RowBlock Detach(int users)
    {
        var block = new RowBlock(_first, users);

        // The next contents often have the same size, so one array is used instead of several that double.
        _expected = Length;
        Forget();
        return block;
    }

    /// <summary>Returns the arrays. Writes after that, by a task that outlives its executor, are refused.</summary>
    public void Release()
    {
        _released = true;
        _first?.Return();
        Forget();
    }

    private void Grow(int size)
    {
        ObjectDisposedException.ThrowIf(_released, typeof(ResultWriter));

        // Only bounds the memory of an endless row. The exact limit is checked at the end of each row.
        if (Length > _limit)
        {
            throw tooLarge(limit);
        }

        _last?.Close(_used);
        _before = Length;
        _used = 0;
        var capacity = Math.Clamp(Math.Max(_before, _expected), SmallestSegment, LargestSegment);
        var next = new ResultSegment(ArrayPool<byte>.Shared.Rent(Math.Max(size, (int)capacity)), _last, _before);
        _first ??= next;
        Open(next);
    }

    private void Open(ResultSegment segment)
    {
        segment.Open();
        (_last, _bytes) = (segment, segment.Array);
    }

    private void Forget() => (_first, _last, _bytes, _used, _before) = (null, null, [], 0, 0);
}
