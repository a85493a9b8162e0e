using System.Buffers;

namespace Mockhaus.Statements.Results;

/// <summary>A pooled array in the chain of a <see cref="ResultBuffer"/>.</summary>
internal sealed class ResultSegment : ReadOnlySequenceSegment<byte>
{
    public ResultSegment(byte[] array, ResultSegment? previous, long runningIndex)
    {
        (Array, RunningIndex) = (array, runningIndex);
        previous?.Next = this;
    }

    public byte[] Array { get; }

    /// <summary>It is being written: all of it may be.</summary>
    public void Open() => Memory = Array;

    /// <summary>It has as many bytes as that.</summary>
    public void Close(int length) => Memory = Array.AsMemory(0, length);

    /// <summary>Gives back what comes behind it.</summary>
    public void ReturnNext()
    {
        (Next as ResultSegment)?.Return();
        Next = null;
    }

    /// <summary>Gives it back, and what comes behind it.</summary>
    public void Return()
    {
        for (var segment = this; segment is not null; segment = segment.Next as ResultSegment)
        {
            ArrayPool<byte>.Shared.Return(segment.Array);
        }
    }
}
