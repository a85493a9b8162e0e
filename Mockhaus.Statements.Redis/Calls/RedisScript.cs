using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace Mockhaus.Statements.Redis;

/// <summary>A Lua script, which the server runs as one step.</summary>
internal sealed class RedisScript
{
    private const string Extension = ".lua";

    private readonly string _text;
    private readonly byte[] _hash;

    private RedisScript(string name, string? prelude = null)
    {
        _text = (prelude is null ? "" : GetText(prelude)) + GetText(name);
        _hash = ComputeHash(_text);
    }

    public string Text => _text;

    /// <summary>The names of all scripts.</summary>
    public static IEnumerable<string> Names => typeof(RedisScript).Assembly.GetManifestResourceNames()
        .Where(name => name.EndsWith(Extension, StringComparison.Ordinal))
        .Select(name => name[..^Extension.Length]);

    public static RedisScript RegisterSession { get; } = new("register_session");

    public static RedisScript UnregisterSession { get; } = new("unregister_session");

    public static RedisScript Reserve { get; } = new("reserve");

    public static RedisScript UpdateSessionIndex { get; } = new("update_session_index");

    public static RedisScript Add { get; } = new("add");

    public static RedisScript Replace { get; } = new("replace", "parts");

    public static RedisScript Remove { get; } = new("remove", "parts");

    public static RedisScript RefreshExpiry { get; } = new("refresh_expiry", "parts");

    public static RedisScript Batch { get; } = new("batch", "parts");

    public static RedisScript Renew { get; } = new("renew", "parts");

    public static RedisScript Heartbeat { get; } = new("heartbeat");

    public static RedisScript Lease { get; } = new("lease");

    public static RedisScript HistoryAppend { get; } = new("history_append");

    public static RedisScript HistoryRemove { get; } = new("history_remove");

    /// <summary>Runs the script by its hash, and by its text where the server does not know the hash: it forgets all scripts at a
    /// restart and at SCRIPT FLUSH.</summary>
    /// <param name="database">The database that runs it.</param>
    /// <param name="keys">Its keys.</param>
    /// <param name="values">Its arguments.</param>
    /// <param name="batch">The batch of commands that it is sent with the first time, or null.</param>
    public async Task<RedisResult> RunAsync(IDatabase database, RedisKey[] keys, RedisValue[] values, IBatch? batch = null)
    {
        try
        {
            return await (batch ?? (IDatabaseAsync)database).ScriptEvaluateAsync(_hash, keys, values, RedisCalls.Primary).ConfigureAwait(false);
        }
        catch (RedisServerException exception) when (IsUnknown(exception))
        {
            return await database.ScriptEvaluateAsync(_text, keys, values, CommandFlags.NoScriptCache | RedisCalls.Primary).ConfigureAwait(false);
        }
    }

    /// <summary>Runs the script on the caller's thread.</summary>
    public RedisResult Run(IDatabase database, RedisKey[] keys, RedisValue[] values)
    {
        try
        {
            return database.ScriptEvaluate(_hash, keys, values, RedisCalls.Primary);
        }
        catch (RedisServerException exception) when (IsUnknown(exception))
        {
            return database.ScriptEvaluate(_text, keys, values, CommandFlags.NoScriptCache | RedisCalls.Primary);
        }
    }

    /// <summary>Sends the script without waiting for the answer. It may be lost.</summary>
    public void Send(IDatabase database, RedisKey[] keys, RedisValue[] values) =>
        database.ScriptEvaluateAsync(_text, keys, values, CommandFlags.FireAndForget | RedisCalls.Primary);

    /// <summary>The text of one of <see cref="Names"/>.</summary>
    public static string GetText(string name)
    {
        using var reader = new StreamReader(typeof(RedisScript).Assembly.GetManifestResourceStream($"{name}{Extension}")!);
        return reader.ReadToEnd();
    }

    private static bool IsUnknown(RedisServerException exception) => exception.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal);

    // The protocol identifies scripts by SHA-1, which is not used for security here.
    private static byte[] ComputeHash(string text)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        hash.AppendData(Encoding.UTF8.GetBytes(text));
        return hash.GetHashAndReset();
    }
}
