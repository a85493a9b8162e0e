using System.Buffers.Binary;
using System.Globalization;

namespace Mockhaus.Statements.Redis;

/// <summary>Names one call, so that a second sending of it is known as such.</summary>
/// <remarks>Counted from a random beginning, one for each process: a random number for each call would be a system call each.</remarks>
internal readonly record struct CallToken(ulong Process, ulong Count)
{
    public const int Length = 2 * sizeof(ulong);

    private static readonly ulong OwnProcess = BinaryPrimitives.ReadUInt64LittleEndian(
        Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToByteArray().AsSpan(sizeof(ulong)));

    private static long _count;

    public static CallToken New() => new(OwnProcess, (ulong)Interlocked.Increment(ref _count));

    public static CallToken Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes[sizeof(ulong)..]));

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Process);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[sizeof(ulong)..], Count);
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        Write(bytes);
        return bytes;
    }

    /// <summary>As it stands in the names of keys.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Process:x16}{Count:x16}");
}
