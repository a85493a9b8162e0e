using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Storage;

namespace Mockhaus.Statements.Redis;

/// <summary>What stands in front of a batch's first part: how long this is (four bytes, the lowest first), a token of 32 digits, the number of parts,
/// a space, and what is in the batch, as JSON.</summary>
/// <param name="Token">What the other parts are found by.</param>
/// <param name="Parts">How many parts there are.</param>
/// <param name="Info">What is in the batch.</param>
internal sealed record BatchHeader(string Token, int Parts, ResultBatchInfo Info)
{
    private const int TokenLength = 32;

    public static byte[] Write(string token, int parts, ResultBatchInfo info)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(info, StoredJson.Instance.ResultBatchInfo);
        byte[] header = [0, 0, 0, 0, .. Encoding.ASCII.GetBytes($"{token}{parts} "), .. json];
        BinaryPrimitives.WriteInt32LittleEndian(header, header.Length);
        return header;
    }

    /// <summary>Reads the header, and gives the bytes behind it.</summary>
    /// <returns>The header, or null when the bytes begin with none.</returns>
    public static BatchHeader? Read(ReadOnlyMemory<byte> value, out ReadOnlyMemory<byte> rest)
    {
        rest = default;
        if (value.Length < sizeof(int) + TokenLength
            || BinaryPrimitives.ReadInt32LittleEndian(value.Span) is var length && (length < sizeof(int) + TokenLength || length > value.Length))
        {
            return null;
        }

        rest = value[length..];
        var header = value.Span[sizeof(int)..length];
        var space = header.IndexOf((byte)' ');
        try
        {
            return space > TokenLength
                && int.TryParse(header[TokenLength..space], out var parts)
                && parts > 0
                && JsonSerializer.Deserialize(header[(space + 1)..], StoredJson.Instance.ResultBatchInfo) is { } info
                ? new(Encoding.ASCII.GetString(header[..TokenLength]), parts, info)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
