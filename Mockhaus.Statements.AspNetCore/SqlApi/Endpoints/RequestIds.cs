using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Mockhaus.Statements.AspNetCore.SqlApi;

/// <summary>Reads the request ids of requests, and creates new ones. They identify a request and are not secrets.</summary>
internal static class RequestIds
{
    private const int UuidBytes = 16;

    /// <summary>The request id of a request, or an empty text. A UUID is converted to lower case, because it is case-insensitive; other
    /// text is not changed.</summary>
    public static string GivenBy(HttpRequest request)
    {
        var given = request.Query["requestId"].ToString();
        return Guid.TryParseExact(given, "D", out var id) ? id.ToString() : given;
    }

    /// <summary>Creates a request id (UUIDv4). A Link header has up to four, and <see cref="Guid.CreateVersion7(DateTimeOffset)"/> needs a
    /// system call for each.</summary>
    public static Guid New()
    {
        Span<byte> bytes = stackalloc byte[UuidBytes];
        Random.Shared.NextBytes(bytes);
        return ToGuid(bytes, version: 4);
    }

    /// <summary>Creates the request id of a statement that was submitted without one, such as a part of a multi-statement request. It is
    /// derived from the handle (UUIDv8), so that it differs from the handle and is the same for each read on each server, without being
    /// stored.</summary>
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
