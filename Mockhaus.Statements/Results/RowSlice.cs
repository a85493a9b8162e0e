namespace Mockhaus.Statements.Results;

/// <summary>The rows of one batch in a block: each with a comma behind it, and room for two bytes more behind the last.</summary>
internal readonly record struct RowSlice(RowBlock Block, int Start, int End, int Rows)
{
    public static ReadOnlySpan<byte> Prefix => "{\"data\":["u8;

    public static ReadOnlySpan<byte> Suffix => "]}"u8;

    /// <summary>The length of its JSON: a comma less, where there is one, and closed.</summary>
    public int JsonLength => Prefix.Length + Text.Length + Suffix.Length;

    /// <summary>The rows without the last comma.</summary>
    public ReadOnlySpan<byte> Text => Block.Bytes.AsSpan(Start, Math.Max(End - Start - 1, 0));

    /// <summary>Its JSON where it stands, if nobody else has rows in the block: between an opening and a closing.</summary>
    public ReadOnlyMemory<byte> CloseInPlace()
    {
        Suffix.CopyTo(Block.Bytes.AsSpan(Prefix.Length + Text.Length));
        return Block.Bytes.AsMemory(0, JsonLength);
    }

    public void WriteTo(Stream target)
    {
        target.Write(Prefix);
        target.Write(Text);
        target.Write(Suffix);
    }
}
