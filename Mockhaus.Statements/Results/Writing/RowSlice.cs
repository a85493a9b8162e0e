using System.Buffers;

namespace Mockhaus.Statements.Results;

/// <summary>The rows of one batch in a row block.</summary>
/// <param name="Block">The row block.</param>
/// <param name="Text">The JSON of the rows, separated by commas.</param>
/// <param name="Rows">The number of rows.</param>
internal readonly record struct RowSlice(RowBlock Block, ReadOnlySequence<byte> Text, int Rows)
{
    public static ReadOnlySpan<byte> Prefix => "{\"data\":["u8;

    public static ReadOnlySpan<byte> Suffix => "]}"u8;

    /// <summary>The number of bytes of a batch besides its rows.</summary>
    public static int Frame => Prefix.Length + Suffix.Length;

    /// <summary>The length of the JSON of the batch.</summary>
    public int JsonLength => Frame + (int)Text.Length;

    /// <summary>Creates a slice of the rows between two positions. Each row is followed by a comma; the last one is omitted.</summary>
    public static RowSlice Create(RowBlock block, BufferPosition start, BufferPosition end, int rows)
    {
        var text = start.To(end);
        return new(block, text.IsEmpty ? text : text.Slice(0, text.Length - 1), rows);
    }

    public void CopyTo(Span<byte> target)
    {
        Prefix.CopyTo(target);
        Text.CopyTo(target[Prefix.Length..]);
        Suffix.CopyTo(target[(Prefix.Length + (int)Text.Length)..]);
    }

    public void WriteTo(Stream target)
    {
        target.Write(Prefix);
        foreach (var part in Text)
        {
            target.Write(part.Span);
        }

        target.Write(Suffix);
    }
}
