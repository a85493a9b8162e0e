using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Mockhaus.Statements.Stores.PerSession;

/// <summary>The name of a session's file.</summary>
/// <remarks>
/// A digest of the id: any text gives a short name in lower case that leads nowhere else, and tells nobody an id that may be a
/// secret. Of the characters as they are, because in UTF-8 two ids with halves of surrogate pairs could become the same.
/// </remarks>
internal static class SessionFileName
{
    public static string From(string sessionId) =>
        Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(sessionId.AsSpan()))) + ".db";
}
