using System.Security.Cryptography;
using System.Text;

namespace Mockhaus.SampleServer;

/// <summary>A token of a user on the command line: NAME=TOKEN.</summary>
internal static class UserToken
{
    /// <summary>The host setting for the token, with a hash instead of the token itself; null if the text is not NAME=TOKEN.</summary>
    public static string? SettingOf(string? text, int number) =>
        text?.Split('=', 2) is [var name, var token] && name.Trim() is { Length: > 0 } user && token.Trim() is { Length: > 0 } secret && !user.Contains(':', StringComparison.Ordinal)
            ? $"--Mockhaus:Statements:SqlApi:UserTokens:{user}:{number}={HashOf(secret)}"
            : null;

    private static string HashOf(string token) => token.StartsWith("sha256:", StringComparison.OrdinalIgnoreCase)
        ? token
        : $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)))}";
}
