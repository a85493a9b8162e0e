using System.Collections.Frozen;

namespace Mockhaus.Statements.AspNetCore.Authentication;

/// <summary>The keys of all users, by the issuer that a JWT names.</summary>
internal static class RegisteredKeys
{
    /// <summary>As many as Snowflake gives a user, so that one can replace the other without a pause.</summary>
    private const int MostKeys = 2;

    public static FrozenDictionary<string, RegisteredKey> From(SqlApiOptions options) => options.PublicKeys
        .SelectMany(user => user.Value.Select(key => RegisteredKey.Read(user.Key, key)))
        .DistinctBy(key => key.Issuer)
        .ToFrozenDictionary(key => key.Issuer, StringComparer.Ordinal);

    /// <summary>What is wrong with the options of who is asking.</summary>
    public static IEnumerable<string> FailuresOf(SqlApiOptions options)
    {
        if (options.CheckTokens && options.PublicKeys.Count + options.Tokens.Count + options.UserTokens.Count == 0)
        {
            yield return "CheckTokens: It is true, and there are neither PublicKeys nor Tokens nor UserTokens, so that nobody could come in. "
                + "Give some, or leave it out.";
        }

        if (!options.CheckTokens && options.PublicKeys.Count + options.Tokens.Count > 0)
        {
            yield return "CheckTokens: It is false, so that any token will do, and yet there are PublicKeys or Tokens. Make it true, or leave them out.";
        }

        foreach (var (user, keys) in options.PublicKeys)
        {
            if (user.IndexOf('.', StringComparison.Ordinal) is var dot && (dot < 1 || dot == user.Length - 1))
            {
                yield return $"PublicKeys:{user}: The name has to be ACCOUNT.USER.";
            }

            if (keys.Count is 0 or > MostKeys)
            {
                yield return $"PublicKeys:{user}: It has {keys.Count} keys; give a list of one or two.";
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
