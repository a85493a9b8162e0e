namespace Mockhaus.Statements.History;

/// <summary>The words after which a secret follows, also as the last part of a name: <c>AWS_SECRET_KEY</c>, <c>apiKey</c>.</summary>
internal static class SecretWords
{
    private static readonly string[] EndingInD = ["PASSWORD", "PASSWD", "PWD", "IDENTIFIED"];
    private static readonly string[] EndingInE = ["PASSPHRASE", "PASSCODE", "SIGNATURE"];
    private static readonly string[] EndingInL = ["CREDENTIAL"];
    private static readonly string[] EndingInN = ["TOKEN", "ENCRYPTION", "SESSIONTOKEN", "ACCESSTOKEN"];
    private static readonly string[] EndingInT = ["SECRET"];
    private static readonly string[] EndingInY = ["KEY", "APIKEY", "SECRETKEY", "ACCESSKEY", "PRIVATEKEY"];

    public static bool Contains(ReadOnlySpan<char> name)
    {
        // Every name of every statement comes by here: most are told apart by their last letters.
        name = name[^1] is '"' or '_' || char.IsAsciiDigit(name[^1]) ? name.Trim('"').TrimEnd("0123456789_") : name;
        if (name is [.., 's' or 'S'])
        {
            name = name[..^1];
        }

        return name.Length >= 3 && Ending(name) switch
        {
            (('o' << 16) | ('r' << 8) | 'd') or (('s' << 16) | ('w' << 8) | 'd') or (('p' << 16) | ('w' << 8) | 'd') or (('i' << 16) | ('e' << 8) | 'd') =>
                EndsWithOneOf(name, EndingInD),
            (('a' << 16) | ('s' << 8) | 'e') or (('o' << 16) | ('d' << 8) | 'e') or (('u' << 16) | ('r' << 8) | 'e') => EndsWithOneOf(name, EndingInE),
            ('i' << 16) | ('a' << 8) | 'l' => EndsWithOneOf(name, EndingInL),
            (('k' << 16) | ('e' << 8) | 'n') or (('i' << 16) | ('o' << 8) | 'n') => EndsWithOneOf(name, EndingInN),
            ('r' << 16) | ('e' << 8) | 't' => EndsWithOneOf(name, EndingInT),
            ('k' << 16) | ('e' << 8) | 'y' => EndsWithOneOf(name, EndingInY),
            _ => false,
        };
    }

    /// <summary>The last three letters in lower case, as one number.</summary>
    private static int Ending(ReadOnlySpan<char> name) => ((name[^3] | ' ') << 16) | ((name[^2] | ' ') << 8) | (name[^1] | ' ');

    private static bool EndsWithOneOf(ReadOnlySpan<char> name, string[] words)
    {
        foreach (var word in words)
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
