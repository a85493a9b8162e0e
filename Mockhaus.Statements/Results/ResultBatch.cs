using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Mockhaus.Statements.Results;

/// <summary>A number of rows of a result, as bytes that an HTTP response can send unchanged.</summary>
/// <remarks>
/// Uncompressed, the bytes are the JSON object <c>{"data":[["1","a"],["2",null]]}</c> without white space: one array for each row,
/// and one string or null for each cell. The first nine bytes and the last two are always the same.
/// </remarks>
/// <param name="Info">The description of the batch.</param>
/// <param name="Payload">The bytes, encoded as <see cref="ResultBatchInfo.Encoding"/> says.</param>
public sealed record ResultBatch(ResultBatchInfo Info, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Decompresses the bytes.</summary>
    /// <returns>The JSON: the payload itself when it is not compressed, otherwise a new array.</returns>
    /// <exception cref="InvalidDataException">The bytes do not match <see cref="Info"/>.</exception>
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
            : throw new InvalidDataException($"Batch {Info.Number} does not decompress to {Info.UncompressedBytes} bytes.");
    }

    /// <summary>Whether the bytes are those that were written. For stores whose bytes can be damaged, to check a batch that is
    /// read.</summary>
    /// <returns>False when the length or the checksum differs; without a checksum, only the length is checked.</returns>
    public bool IsIntact() =>
        Payload.Length == Info.StoredBytes && (Info.Checksum is not { } checksum || XxHash3.HashToUInt64(Payload.Span) == checksum);

    /// <summary>Whether the payload ends with the gzip trailer of this JSON. GZipStream does not detect a missing trailer.</summary>
    private bool HasTrailerOf(byte[] json) =>
        Payload.Length >= 2 * sizeof(uint)
        && BinaryPrimitives.ReadUInt32LittleEndian(Payload.Span[^4..]) == (uint)json.Length
        && BinaryPrimitives.ReadUInt32LittleEndian(Payload.Span[^8..]) == Crc32.HashToUInt32(json);

    private static MemoryStream AsStream(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var segment)
            ? new(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new(bytes.ToArray(), writable: false);
}
