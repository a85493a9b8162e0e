using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace Mockhaus.Statements.Redis;

/// <summary>The names of all keys; see docs/storage-format.md. The keys of one script have one hash tag, as Redis Cluster
/// requires.</summary>
/// <param name="prefix">The prefix of all names.</param>
internal sealed class RedisKeys(string prefix)
{
    /// <summary>The sessions that may have statements.</summary>
    public RedisKey Sessions { get; } = $"{prefix}sessions";

    /// <summary>The leases of the owners of statements.</summary>
    public RedisKey Owners { get; } = $"{prefix}owners";

    /// <summary>The channel on which changes are published.</summary>
    public string Changes { get; } = $"{prefix}changes";

    public RedisKey Statement(StatementHandle handle) => $"{prefix}{{{handle}}}";

    /// <summary>Records of removed statements and refused additions, kept for a while so that a call that is late, or is sent twice, is
    /// recognized.</summary>
    public RedisKey Gone(StatementHandle handle) => $"{prefix}{{{handle}}}:gone";

    /// <summary>A batch: its header and its first part.</summary>
    public RedisKey Batch(StatementHandle handle, int number) => $"{prefix}{{{handle}}}:{number}";

    /// <summary>A part of a batch. Each write of a batch has another token, so that a late part does no harm.</summary>
    public RedisKey Part(StatementHandle handle, int batch, CallToken token, int number) => $"{prefix}{{{handle}}}:{batch}:{token}:{number}";

    public RedisKey Index(string sessionId) => $"{prefix}{{{ToTag(sessionId)}}}:index";

    public RedisKey Request(string sessionId, string requestId) => $"{prefix}{{{ToTag(sessionId)}}}:request:{requestId}";

    /// <summary>When a session was last used.</summary>
    public RedisKey Used(string sessionId) => $"{prefix}{{{ToTag(sessionId)}}}:used";

    // A session id may be any text, and braces in it would make another hash tag. The digest is shortened to 128 bits, which do not
    // collide by chance; a client that chooses session ids to collide gains nothing, because a statement itself has the id of its
    // session.
    private static string ToTag(string sessionId) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(sessionId)).AsSpan(0, 16));
}
