using System.Buffers;

namespace Mockhaus.Statements.Results;

/// <summary>A place in a <see cref="ResultBuffer"/>, good until it is handed over or cut before it.</summary>
/// <param name="Segment">The array, or null where there is none yet.</param>
/// <param name="Index">The place in it.</param>
/// <param name="Offset">How many bytes come before.</param>
internal readonly record struct BufferPosition(ResultSegment? Segment, int Index, long Offset)
{
    /// <summary>What stands between here and a later place.</summary>
    public ReadOnlySequence<byte> To(BufferPosition end) =>
        end.Offset == Offset ? default : new(Segment!, Index, end.Segment!, end.Index);
}
