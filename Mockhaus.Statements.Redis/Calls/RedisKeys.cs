using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace Mockhaus.Statements.Redis;

/// <summary>The names of all keys; docs/storage-format.md has them. What one script touches has one hash tag, as Redis Cluster asks for.</summary>
/// <param name="prefix">What all of them begin with.</param>
internal sealed class RedisKeys(string prefix)
{
    /// <summary>The sessions that may have statements.</summary>
    public RedisKey Sessions { get; } = $"{prefix}sessions";

    /// <summary>The leases of those who run statements.</summary>
    public RedisKey Owners { get; } = $"{prefix}owners";

    /// <summary>The channel on which changes are told.</summary>
    public string Changes { get; } = $"{prefix}changes";

    public RedisKey Statement(StatementHandle handle) => $"{prefix}{{{handle}}}";

    /// <summary>What is gone of a statement, or must not come: known for a while to whoever sends something late, or twice.</summary>
    public RedisKey Gone(StatementHandle handle) => $"{prefix}{{{handle}}}:gone";

    /// <summary>A batch: what is in it, and its first part.</summary>
    public RedisKey Batch(StatementHandle handle, int number) => $"{prefix}{{{handle}}}:{number}";

    /// <summary>A part of a batch. The token is another each time that a batch is written, so that one that comes late harms none.</summary>
    public RedisKey Part(StatementHandle handle, int batch, CallToken token, int number) => $"{prefix}{{{handle}}}:{batch}:{token}:{number}";

    public RedisKey Index(string sessionId) => $"{prefix}{{{ToTag(sessionId)}}}:index";

    public RedisKey Request(string sessionId, string requestId) => $"{prefix}{{{ToTag(sessionId)}}}:request:{requestId}";

    /// <summary>When a session was last used.</summary>
    public RedisKey Used(string sessionId) => $"{prefix}{{{ToTag(sessionId)}}}:used";

    // A session's id may be any text, and braces in it would make another tag. Shortened to 128 bits, which nobody meets by chance
    // and nobody who chooses session ids gains anything by meeting: a statement itself says to which session it belongs.
    private static string ToTag(string sessionId) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(sessionId)).AsSpan(0, 16));
}
