using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Mockhaus.Statements.Stores.PerSession;

/// <summary>The name of a session's file.</summary>
/// <remarks>
/// A digest of the id: any text gives a short name in lower case that is a valid file name and does not disclose an id that may be a
/// secret. It is made of the UTF-16 characters, because in UTF-8 two ids with halves of surrogate pairs could become the same.
/// </remarks>
internal static class SessionFileName
{
    public static string From(string sessionId) =>
        Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(sessionId.AsSpan()))) + ".db";
}
