using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Mockhaus.Statements.Results;

/// <summary>Some rows of a result, as bytes that an HTTP response can send as they are.</summary>
/// <remarks>
/// Unpacked, the bytes are the JSON object <c>{"data":[["1","a"],["2",null]]}</c> without white space: one array a row,
/// one string or null a cell. The first nine bytes and the last two are always the same.
/// </remarks>
/// <param name="Info">What is in it.</param>
/// <param name="Payload">The bytes, packed as <see cref="ResultBatchInfo.Encoding"/> says.</param>
public sealed record ResultBatch(ResultBatchInfo Info, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Unpacks the bytes.</summary>
    /// <returns>The JSON: the payload itself when it is not compressed, otherwise a new array.</returns>
    /// <exception cref="InvalidDataException">The bytes are not what <see cref="Info"/> says.</exception>
    public ReadOnlyMemory<byte> GetJson()
    {
        if (Info.Encoding == BatchEncoding.Identity)
        {
            return Payload;
        }

        var json = new byte[Info.UncompressedBytes];
        using var gzip = new GZipStream(AsStream(Payload), CompressionMode.Decompress);
        return gzip.ReadAtLeast(json, json.Length, throwOnEndOfStream: false) == json.Length && gzip.ReadByte() < 0 && HasTrailerOf(json)
            ? json
            : throw new InvalidDataException($"Batch {Info.Number} does not unpack to {Info.UncompressedBytes} bytes.");
    }

    /// <summary>Whether the bytes are those that were written. For stores whose bytes can be damaged, when they read a batch back.</summary>
    /// <returns>False when their length or checksum is another; a batch without a checksum is held against its length alone.</returns>
    public bool IsIntact() =>
        Payload.Length == Info.StoredBytes && (Info.Checksum is not { } checksum || XxHash3.HashToUInt64(Payload.Span) == checksum);

    /// <summary>Whether the payload ends as a gzip file of this JSON does. GZipStream does not miss a trailer that is cut off.</summary>
    private bool HasTrailerOf(byte[] json) =>
        Payload.Length >= 2 * sizeof(uint)
        && BinaryPrimitives.ReadUInt32LittleEndian(Payload.Span[^4..]) == (uint)json.Length
        && BinaryPrimitives.ReadUInt32LittleEndian(Payload.Span[^8..]) == Crc32.HashToUInt32(json);

    private static MemoryStream AsStream(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var segment)
            ? new(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new(bytes.ToArray(), writable: false);
}
