namespace Mockhaus.Statements.History;

/// <summary>The words after which a secret follows, also as the last part of a name: <c>AWS_SECRET_KEY</c>, <c>apiKey</c>.</summary>
internal static class SecretWords
{
    private static readonly string[] Words =
    [
        "PASSWORD", "PASSWD", "PASSPHRASE", "PWD", "SECRET", "TOKEN", "KEY", "CREDENTIALS", "CREDENTIAL", "IDENTIFIED", "APIKEY", "SIGNATURE",
    ];

    public static bool Contains(ReadOnlySpan<char> name)
    {
        if (name is [.., '"'])
        {
            name = name.Trim('"');
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

    /// <summary>Whether a word comes between a secret's name and its value: <c>IDENTIFIED BY</c>, <c>SET PASSWORD TO</c>.</summary>
    public static bool IsConnector(ReadOnlySpan<char> word) =>
        word.Equals("BY", StringComparison.OrdinalIgnoreCase) || word.Equals("TO", StringComparison.OrdinalIgnoreCase);

    private static bool IsWholeWord(ReadOnlySpan<char> before, ReadOnlySpan<char> word) =>
        before.IsEmpty || !char.IsLetter(before[^1]) || (char.IsLower(before[^1]) && char.IsUpper(word[0]));
}
