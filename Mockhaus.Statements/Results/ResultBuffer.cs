using System.Buffers;
using System.Diagnostics;

namespace Mockhaus.Statements.Results;

/// <summary>A growing run of bytes on a pooled array.</summary>
/// <remarks>ArrayBufferWriter does not pool, cannot drop its front, and knows no upper bound.</remarks>
internal sealed class ResultBuffer(long limit, Func<long, Exception> tooLarge)
{
    // The closing of a batch is not the user's; a result that just fits is not refused for it.
    private readonly int _limit = (int)Math.Clamp(Math.Min(limit, Array.MaxLength) + 16, 4096, Array.MaxLength);
    private byte[] _bytes = [];
    private bool _released;

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Slice(int start, int end) => _bytes.AsMemory(start, end - start);

    public Span<byte> Reserve(int size)
    {
        if (_bytes.Length - Length < size)
        {
            Grow(size);
        }

        return _bytes.AsSpan(Length);
    }

    public void Advance(int count)
    {
        Debug.Assert(count <= _bytes.Length - Length, "More was written than was reserved.");
        Length += count;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    public void Append(byte value)
    {
        Reserve(1)[0] = value;
        Length++;
    }

    public void Truncate(int length) => Length = length;

    /// <summary>Hands the array over, with room for some bytes more, and begins anew.</summary>
    public byte[] Detach(int room)
    {
        Reserve(room);
        var bytes = _bytes;
        (_bytes, Length) = ([], 0);
        return bytes;
    }

    /// <summary>Gives the array back. What is written afterwards, by a task that has outlived its executor, is refused.</summary>
    public void Release()
    {
        _released = true;
        Return();
    }

    private void Return()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
        }

        Length = 0;
    }

    private void Grow(int size)
    {
        ObjectDisposedException.ThrowIf(_released, typeof(ResultWriter));
        var needed = (long)Length + size;
        if (needed > _limit)
        {
            throw tooLarge(limit);
        }

        var capacity = (int)Math.Clamp(2L * _bytes.Length, Math.Max(needed, 4096), _limit);
        var larger = ArrayPool<byte>.Shared.Rent(capacity);
        _bytes.AsSpan(0, Length).CopyTo(larger);
        var length = Length;
        Return();
        _bytes = larger;
        Length = length;
    }
}
