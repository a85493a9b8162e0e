using System.Security.Cryptography;
using Mockhaus.Statements.Redis;
using StackExchange.Redis;

namespace Mockhaus.Statements.Tests.RedisStore.Faults;

/// <summary>The scripts as they are named on the way to Redis.</summary>
internal static class Scripts
{
    private static readonly string[] All = ["add", "batch", "enter", "part", "remove", "replace", "reserve", "settle", "slide"];

    public static string HashOf(string name)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes(TextOf(name)));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Lets the server know all of them, so that the first call of each is done at once.</summary>
    public static async Task LoadAsync(IServer server)
    {
        foreach (var name in All)
        {
            await server.ScriptLoadAsync(TextOf(name));
        }
    }

    private static string TextOf(string name)
    {
        using var reader = new StreamReader(typeof(RedisStatementStore).Assembly.GetManifestResourceStream($"{name}.lua")!);
        return reader.ReadToEnd();
    }
}
