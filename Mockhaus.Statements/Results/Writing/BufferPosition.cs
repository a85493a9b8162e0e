using System.Buffers;

namespace Mockhaus.Statements.Results;

/// <summary>A position in a <see cref="ResultBuffer"/>, valid until the buffer is detached, or truncated before it.</summary>
/// <param name="Segment">The array, or null when there is none yet.</param>
/// <param name="Index">The index in the array.</param>
/// <param name="Offset">The number of bytes before the position.</param>
internal readonly record struct BufferPosition(ResultSegment? Segment, int Index, long Offset)
{
    /// <summary>The bytes from here to a later position.</summary>
    public ReadOnlySequence<byte> To(BufferPosition end) =>
        end.Offset == Offset ? default : new(Segment!, Index, end.Segment!, end.Index);
}
