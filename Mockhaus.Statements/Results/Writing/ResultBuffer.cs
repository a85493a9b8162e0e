using System.Buffers;
using System.Diagnostics;

namespace Mockhaus.Statements.Results;

/// <summary>A growing run of bytes on pooled arrays, none of which is copied to make room.</summary>
/// <remarks>ArrayBufferWriter does not pool and copies what it has when it grows; a Pipe knows no upper bound and cannot drop its end.</remarks>
internal sealed class ResultBuffer(long limit, Func<long, Exception> tooLarge)
{
    private const int SmallestSegment = 4 * 1024;
    private const int LargestSegment = 1024 * 1024;

    // All of it has to fit into one array at last.
    private readonly long _limit = Math.Min(limit, Array.MaxLength - (2 * LargestSegment));
    private ResultSegment? _first;
    private ResultSegment? _last;
    private byte[] _bytes = [];
    private int _used;
    private long _before;
    private long _expected;
    private bool _released;

    public long Length => _before + _used;

    /// <summary>Where its first byte is.</summary>
    public BufferPosition Start => new(_first, 0, 0);

    /// <summary>Where the next byte comes.</summary>
    public BufferPosition Position => new(_last, _used, Length);

    /// <summary>Room for some bytes in one piece.</summary>
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

    /// <summary>Drops what was written since.</summary>
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

    /// <summary>Hands over all that there is, for so many users, and begins anew.</summary>
    public RowBlock Detach(int users)
    {
        var block = new RowBlock(_first, users);

        // What comes next is often as large: one array for it, instead of several that double.
        _expected = Length;
        Forget();
        return block;
    }

    /// <summary>Gives the arrays back. What is written afterwards, by a task that has outlived its executor, is refused.</summary>
    public void Release()
    {
        _released = true;
        _first?.Return();
        Forget();
    }

    private void Grow(int size)
    {
        ObjectDisposedException.ThrowIf(_released, typeof(ResultWriter));

        // Only so that a row without an end does not take all memory: the limit itself is held to at the end of each row.
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
