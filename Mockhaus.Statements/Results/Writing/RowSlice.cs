using System.Buffers;

namespace Mockhaus.Statements.Results;

/// <summary>The rows of one batch in a block.</summary>
/// <param name="Block">Where they are.</param>
/// <param name="Text">Their JSON, with a comma between two of them.</param>
/// <param name="Rows">How many there are.</param>
internal readonly record struct RowSlice(RowBlock Block, ReadOnlySequence<byte> Text, int Rows)
{
    public static ReadOnlySpan<byte> Prefix => "{\"data\":["u8;

    public static ReadOnlySpan<byte> Suffix => "]}"u8;

    /// <summary>How many bytes a batch has beside its rows.</summary>
    public static int Frame => Prefix.Length + Suffix.Length;

    /// <summary>The length of its JSON.</summary>
    public int JsonLength => Frame + (int)Text.Length;

    /// <summary>Rows between two places, each with a comma behind it; the last comma is left out.</summary>
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
