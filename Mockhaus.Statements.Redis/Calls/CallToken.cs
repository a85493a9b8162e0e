using System.Buffers.Binary;
using System.Globalization;

namespace Mockhaus.Statements.Redis;

/// <summary>Identifies a call, so that a script recognizes it when it is sent a second time.</summary>
/// <remarks>A random number for the process and a counter: a random number for each call would need a system call each time.</remarks>
internal readonly record struct CallToken(ulong Process, ulong Count)
{
    private const int Length = 2 * sizeof(ulong);

    private static readonly ulong OwnProcess = BinaryPrimitives.ReadUInt64LittleEndian(
        Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToByteArray().AsSpan(sizeof(ulong)));

    private static long _count;

    public static CallToken New() => new(OwnProcess, (ulong)Interlocked.Increment(ref _count));

    public static bool TryParse(string text, out CallToken token)
    {
        token = default;
        if (text.Length != 2 * Length
            || !ulong.TryParse(text.AsSpan(0, Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var process)
            || !ulong.TryParse(text.AsSpan(Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        token = new(process, count);
        return true;
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Process);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(sizeof(ulong)), Count);
        return bytes;
    }

    /// <summary>The form in the names of keys.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Process:x16}{Count:x16}");
}
