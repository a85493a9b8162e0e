using System.Buffers;

namespace Mockhaus.Statements.Redis;

/// <summary>A segment of a sequence, to send a header before bytes without copying them.</summary>
internal sealed class BatchSegment : ReadOnlySequenceSegment<byte>
{
    private BatchSegment(ReadOnlyMemory<byte> memory, long start, BatchSegment? next) => (Memory, RunningIndex, Next) = (memory, start, next);

    public static ReadOnlySequence<byte> Join(ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> second)
    {
        var last = new BatchSegment(second, first.Length, null);
        return new(new BatchSegment(first, 0, last), 0, last, second.Length);
    }
}
