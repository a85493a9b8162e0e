using System.Buffers;

namespace Mockhaus.Statements.Tests.Stores.DuckDb;

/// <summary>Memory that its owner has taken back: its length is known, its bytes are not.</summary>
internal sealed class GoneMemory : MemoryManager<byte>
{
    public override Memory<byte> Memory => CreateMemory(4);

    public override Span<byte> GetSpan() => throw new ObjectDisposedException(nameof(GoneMemory));

    public override MemoryHandle Pin(int elementIndex = 0) => throw new ObjectDisposedException(nameof(GoneMemory));

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
