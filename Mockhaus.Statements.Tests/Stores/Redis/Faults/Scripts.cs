using System.Security.Cryptography;
using System.Text;
using Mockhaus.Statements.Redis;
using StackExchange.Redis;

namespace Mockhaus.Statements.Tests.Stores.Redis.Faults;

/// <summary>The scripts as they are named on the way to Redis.</summary>
internal static class Scripts
{
    private static readonly Dictionary<string, RedisScript> All = new()
    {
        ["add"] = RedisScript.Add,
        ["batch"] = RedisScript.Batch,
        ["register_session"] = RedisScript.RegisterSession,
        ["remove"] = RedisScript.Remove,
        ["replace"] = RedisScript.Replace,
        ["reserve"] = RedisScript.Reserve,
        ["update_session_index"] = RedisScript.UpdateSessionIndex,
        ["refresh_expiry"] = RedisScript.RefreshExpiry,
    };

    public static string HashOf(string name)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        hash.AppendData(Encoding.UTF8.GetBytes(All[name].Text));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Lets the server know all of them, so that the first call of each is done at once.</summary>
    public static async Task LoadAsync(IServer server)
    {
        foreach (var script in All.Values)
        {
            await server.ScriptLoadAsync(script.Text);
        }
    }
}
