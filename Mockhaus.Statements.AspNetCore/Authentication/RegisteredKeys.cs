using System.Collections.Frozen;

namespace Mockhaus.Statements.AspNetCore.Authentication;

/// <summary>The public keys of all users, by the issuer of their JWTs.</summary>
internal static class RegisteredKeys
{
    /// <summary>The same number as Snowflake allows, so that a key can be replaced without an interruption.</summary>
    private const int MostKeys = 2;

    public static FrozenDictionary<string, RegisteredKey> From(SqlApiOptions options) => options.PublicKeys
        .SelectMany(user => user.Value.Select(key => RegisteredKey.Read(user.Key, key)))
        .DistinctBy(key => key.Issuer)
        .ToFrozenDictionary(key => key.Issuer, StringComparer.Ordinal);

    /// <summary>The validation errors of the authentication options.</summary>
    public static IEnumerable<string> FailuresOf(SqlApiOptions options)
    {
        if (options.CheckTokens && options.PublicKeys.Count + options.Tokens.Count + options.UserTokens.Count == 0)
        {
            yield return "CheckTokens: It is true, but there are neither PublicKeys nor Tokens nor UserTokens, so every request would be refused. "
                + "Add some, or remove it.";
        }

        if (!options.CheckTokens && options.PublicKeys.Count + options.Tokens.Count > 0)
        {
            yield return "CheckTokens: It is false, so any token is accepted, but there are PublicKeys or Tokens. Set it to true, or remove them.";
        }

        foreach (var (user, keys) in options.PublicKeys)
        {
            if (user.IndexOf('.', StringComparison.Ordinal) is var dot && (dot < 1 || dot == user.Length - 1))
            {
                yield return $"PublicKeys:{user}: The name must be ACCOUNT.USER.";
            }

            if (keys.Count is 0 or > MostKeys)
            {
                yield return $"PublicKeys:{user}: It has {keys.Count} keys; it must have one or two.";
            }

            foreach (var failure in keys.Select((key, i) => FailureOf(user, i, key)).OfType<string>())
            {
                yield return failure;
            }
        }

        foreach (var failure in RegisteredTokens.FailuresOf(options))
        {
            yield return failure;
        }
    }

    private static string? FailureOf(string user, int number, string key)
    {
        try
        {
            RegisteredKey.Read(user, key ?? "");
            return null;
        }
        catch (FormatException exception)
        {
            return $"PublicKeys:{user}:{number}: This key cannot be used: {exception.Message}";
        }
    }
}
