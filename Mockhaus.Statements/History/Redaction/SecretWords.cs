namespace Mockhaus.Statements.History;

/// <summary>The words after which a secret follows, also as the last part of a name: <c>AWS_SECRET_KEY</c>, <c>apiKey</c>.</summary>
internal static class SecretWords
{
    private static readonly string[] Words =
    [
        "PASSWORD", "PASSWD", "PASSPHRASE", "PASSCODE", "PWD", "SECRET", "TOKEN", "KEY", "CREDENTIAL", "IDENTIFIED", "SIGNATURE", "ENCRYPTION",
        "APIKEY", "SECRETKEY", "ACCESSKEY", "PRIVATEKEY", "SESSIONTOKEN", "ACCESSTOKEN",
    ];

    public static bool Contains(ReadOnlySpan<char> name)
    {
        name = name.Trim('"').TrimEnd("0123456789_");
        if (name is [.., 's' or 'S'])
        {
            name = name[..^1];
        }

        foreach (var word in Words)
        {
            if (name.EndsWith(word, StringComparison.OrdinalIgnoreCase) && IsWholeWord(name[..^word.Length], name[^word.Length..]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a secret follows a word after the name of a secret, or after another secret: <c>IDENTIFIED WITH plugin BY x</c>.</summary>
    public static bool IsConnector(ReadOnlySpan<char> word) => word.Length is 2 or 4 or 7
        && (word.Equals("BY", StringComparison.OrdinalIgnoreCase) || word.Equals("TO", StringComparison.OrdinalIgnoreCase)
            || word.Equals("WITH", StringComparison.OrdinalIgnoreCase) || word.Equals("REPLACE", StringComparison.OrdinalIgnoreCase));

    private static bool IsWholeWord(ReadOnlySpan<char> before, ReadOnlySpan<char> word) =>
        before.IsEmpty || !char.IsLetter(before[^1]) || (char.IsLower(before[^1]) && char.IsUpper(word[0]));
}
