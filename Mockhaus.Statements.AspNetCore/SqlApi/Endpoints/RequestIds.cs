using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Mockhaus.Statements.AspNetCore.SqlApi;

/// <summary>Request ids: those that requests bring, and those that are made here: UUIDs that name a request and protect nothing.</summary>
internal static class RequestIds
{
    private const int UuidBytes = 16;

    /// <summary>The id of a request, or an empty text. A UUID is put in lower case, as its letters have no case of their own; other text stays as it is.</summary>
    public static string GivenBy(HttpRequest request)
    {
        var given = request.Query["requestId"].ToString();
        return Guid.TryParseExact(given, "D", out var id) ? id.ToString() : given;
    }

    /// <summary>A new one (UUIDv4). A Link header has up to four, and <see cref="Guid.CreateVersion7(DateTimeOffset)"/> costs a system call each.</summary>
    public static Guid New()
    {
        Span<byte> bytes = stackalloc byte[UuidBytes];
        Random.Shared.NextBytes(bytes);
        return ToGuid(bytes, version: 4);
    }

    /// <summary>That of a statement that was submitted without one, such as a part of a request of several: made from its handle (UUIDv8), so that it
    /// is another text than the handle and the same at each reading, on each server, with nothing stored.</summary>
    public static Guid From(StatementHandle handle)
    {
        Span<byte> name = stackalloc byte[UuidBytes];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        handle.Value.TryWriteBytes(name, bigEndian: true, out _);
        SHA256.HashData(name, hash);
        return ToGuid(hash[..UuidBytes], version: 8);
    }

    private static Guid ToGuid(Span<byte> bytes, int version)
    {
        bytes[6] = (byte)((bytes[6] & 0x0F) | (version << 4));
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new(bytes, bigEndian: true);
    }
}
