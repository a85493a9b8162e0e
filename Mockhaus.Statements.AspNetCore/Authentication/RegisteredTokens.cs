using System.Collections.Frozen;
using Mockhaus.Statements.AspNetCore.SqlApi;

namespace Mockhaus.Statements.AspNetCore.Authentication;

/// <summary>The tokens of the options, by their hash, and the session id of each.</summary>
/// <remarks>Hashes are kept instead of tokens, so that a memory dump of a running server contains no tokens, and comparing them takes the
/// same time for any token.</remarks>
internal static class RegisteredTokens
{
    /// <summary>The prefix of the hash of a token; 64 hexadecimal digits follow.</summary>
    private const string HashPrefix = "sha256:";

    private const int HashDigits = 64;

    /// <summary>The sessions by hash: a token of a user has the session of the user, any other token has a session of its own.</summary>
    public static FrozenDictionary<string, TokenSession> From(SqlApiOptions options)
    {
        var sessions = new Dictionary<string, TokenSession>(StringComparer.Ordinal);
        foreach (var hash in options.Tokens.Select(HashOf))
        {
            sessions[hash] = new(hash, null);
        }

        foreach (var (user, tokens) in options.UserTokens)
        {
            foreach (var hash in tokens.Select(HashOf))
            {
                sessions[hash] = new(JwtSession.FromUser(user), user.Trim().ToUpperInvariant());
            }
        }

        return sessions.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The validation errors of the options. They contain no tokens.</summary>
    public static IEnumerable<string> FailuresOf(SqlApiOptions options)
    {
        for (var i = 0; i < options.Tokens.Count; i++)
        {
            if (FailureOf(options.Tokens[i]) is { } failure)
            {
                yield return $"Tokens:{i}: {failure}";
            }
        }

        var users = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (user, tokens) in options.UserTokens)
        {
            if (string.IsNullOrWhiteSpace(user) || tokens.Count == 0)
            {
                yield return $"UserTokens:{user}: Set the name of a user and a list of one or more tokens.";
            }

            for (var i = 0; i < tokens.Count; i++)
            {
                var failure = FailureOf(tokens[i]);
                if (failure is null && !users.TryAdd(HashOf(tokens[i]), user) && users[HashOf(tokens[i])] is var other && !IsSame(other, user))
                {
                    failure = $"It is also a token of {other}. Use different tokens for each user.";
                }

                if (failure is not null)
                {
                    yield return $"UserTokens:{user}:{i}: {failure}";
                }
            }
        }
    }

    private static bool IsSame(string user, string other) => string.Equals(user.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);

    private static string HashOf(string token) => IsHash(token)
        ? Convert.ToHexStringLower(Convert.FromHexString(token.Trim().AsSpan(HashPrefix.Length)))
        : BearerSession.From(token.Trim());

    private static string? FailureOf(string? token) => string.IsNullOrWhiteSpace(token)
        ? "It is empty. Set a token, or remove it."
        : IsHash(token) && (token.Trim().Length != HashPrefix.Length + HashDigits || !token.Trim().AsSpan(HashPrefix.Length).ContainsOnlyHex())
            ? $"It starts with '{HashPrefix}', but {HashDigits} hexadecimal digits do not follow. 'printf %s TOKEN | sha256sum' prints them."
            : null;

    private static bool IsHash(string token) => token.TrimStart().StartsWith(HashPrefix, StringComparison.OrdinalIgnoreCase);

    private static bool ContainsOnlyHex(this ReadOnlySpan<char> text)
    {
        foreach (var digit in text)
        {
            if (!char.IsAsciiHexDigit(digit))
            {
                return false;
            }
        }

        return true;
    }
}
