using System.Buffers.Binary;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Redis;

/// <summary>What stands in front of a batch's first part; docs/storage-format.md has its bytes. Numbers begin with their lowest byte.</summary>
/// <remarks>Not JSON, as everything else: reading and writing that was a tenth of the time for 64 KB (measured).</remarks>
/// <param name="Token">What the other parts are found by.</param>
/// <param name="Parts">How many parts there are.</param>
/// <param name="Info">What is in the batch.</param>
internal sealed record BatchHeader(CallToken Token, int Parts, ResultBatchInfo Info)
{
    /// <summary>The number of this format. A reader refuses higher ones.</summary>
    public const byte Format = 1;

    private const int Length = 47;
    private const int TokenAt = 1;
    private const int NumbersAt = TokenAt + CallToken.Length;
    private const int EncodingAt = NumbersAt + (5 * sizeof(int));
    private const int ChecksumAt = EncodingAt + 2;

    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        bytes[0] = Format;
        Token.Write(bytes.AsSpan(TokenAt));
        ReadOnlySpan<int> numbers = [Parts, Info.Number, Info.RowCount, Info.UncompressedBytes, Info.StoredBytes];
        for (var i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(NumbersAt + (i * sizeof(int))), numbers[i]);
        }

        bytes[EncodingAt] = (byte)Info.Encoding;
        bytes[EncodingAt + 1] = Info.Checksum is null ? (byte)0 : (byte)1;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(ChecksumAt), Info.Checksum ?? 0);
        return bytes;
    }

    /// <summary>Reads the header, and gives the bytes behind it.</summary>
    /// <returns>The header, or null when the bytes begin with none.</returns>
    public static BatchHeader? Read(ReadOnlyMemory<byte> value, out ReadOnlyMemory<byte> rest)
    {
        rest = default;
        if (value.Length < Length || value.Span[0] != Format)
        {
            return null;
        }

        rest = value[Length..];
        var bytes = value[..Length];
        int Number(int index) => BinaryPrimitives.ReadInt32LittleEndian(bytes.Span[(NumbersAt + (index * sizeof(int)))..]);
        var info = new ResultBatchInfo(Number(1), Number(2), Number(3), Number(4), (BatchEncoding)bytes.Span[EncodingAt])
        {
            Checksum = bytes.Span[EncodingAt + 1] == 0 ? null : BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span[ChecksumAt..]),
        };
        return new(CallToken.Read(bytes.Span[TokenAt..]), Number(0), info);
    }
}
