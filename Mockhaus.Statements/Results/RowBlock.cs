using System.Buffers;

namespace Mockhaus.Statements.Results;

/// <summary>The rows of one batch or of several on a pooled array, which goes back when the last of them is stored.</summary>
internal sealed class RowBlock(byte[] bytes, int batches)
{
    private int _users = batches;

    public byte[] Bytes => bytes;

    /// <summary>Whether it is one batch's alone, who may write over what stands behind its rows.</summary>
    public bool IsOfOne { get; } = batches == 1;

    public void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
