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

    /// <summary>The segment is being written; all of the array is available.</summary>
    public void Open() => Memory = Array;

    /// <summary>Sets the number of bytes written.</summary>
    public void Close(int length) => Memory = Array.AsMemory(0, length);

    /// <summary>Returns the arrays of the following segments.</summary>
    public void ReturnNext()
    {
        (Next as ResultSegment)?.Return();
        Next = null;
    }

    /// <summary>Returns the arrays of this and the following segments.</summary>
    public void Return()
    {
        for (var segment = this; segment is not null; segment = segment.Next as ResultSegment)
        {
            ArrayPool<byte>.Shared.Return(segment.Array);
        }
    }
}
