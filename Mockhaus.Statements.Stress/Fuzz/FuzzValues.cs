using System.Globalization;
using System.Text;

namespace Mockhaus.Statements.Stress.Fuzz;

/// <summary>Values that somebody might not have thought of, and bytes that have been damaged.</summary>
internal sealed class FuzzValues(Random random)
{
    private const int Deepest = 3;

    private static readonly string[] Texts =
    [
        "", " ", "null", "true", "False", "0", "-1", "1", "2", "00", "+7", "1e3", "1.5", "0x10", "2147483648", "-9223372036854775809", "18446744073709551616",
        "1e999", "NaN", "Infinity", "-inf", "\u0000", "a\u0000b", "\t\r\n", "'", "\"", "\\", "%00", "%", "%zz", "../../etc/passwd", "<script>", "{}", "[]", "{\"a\":1}",
        "\uFEFF", "\u202Eabc", "e\u0301", "\U0001F921", "\uFFFF", "Ⅷ", "١٢", "İ", "ß", "UTC", "Europe/Berlin", "Mars/Olympus", "+05:30", "YYYY-MM-DD", "YYYYYYYY\"",
        "HH24:MI:SS.FF9 TZHTZM", "FF", "TZD", "AUTO", "\"x", "HEX", "base64", "hex64", "2026-02-30", "infinity", "-290000-01-01", "24:00:00", "99:99", "1700000000.123456789 1440",
        "-86400000000000", "9223372036854775807", "253402300800000", "deadbeef", "abc", "mockhaus:running*3", "mockhaus:\u0000", "; select 1",
    ];

    /// <summary>One of them, or a long one, or one by chance.</summary>
    public string Text() => random.Next(20) switch
    {
        0 => new string((char)random.Next(32, 127), random.Next(1, 20_000)),
        1 => string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => (char)random.Next(1, 0xD800))),
        2 => Number(),
        3 => Text() + Text(),
        _ => Of(Texts),
    };

    /// <summary>A value of JSON, or nearly so.</summary>
    public string Json(int depth = 0) => random.Next(depth < Deepest ? 16 : 10) switch
    {
        0 => Of("null", "true", "false", "\"\"", "{}", "[]"),
        1 or 2 => Number(),
        3 => Once(4) ? Broken() : Quote(Text()),
        4 => Once(10) ? Deep() : Number(),
        < 10 => Quote(Text()),
        < 13 => $"[{string.Join(',', Some(() => Json(depth + 1)))}]",
        _ => $"{{{string.Join(',', Some(() => $"{Quote(Text())}:{Json(depth + 1)}"))}}}",
    };

    public string Number() => random.Next(4) switch
    {
        0 => random.NextInt64(long.MinValue, long.MaxValue).ToString(CultureInfo.InvariantCulture),
        1 => Of("-0", "0.0", "1e400", "-1e-400", "1E5", "0.1", "2147483647", "4294967296", "604801", "1e18"),
        2 => new string('9', random.Next(20, 400)),
        _ => random.Next(-10, 1000).ToString(CultureInfo.InvariantCulture),
    };

    public T Of<T>(params IReadOnlyList<T> all) => all[random.Next(all.Count)];

    public bool Once(int times) => random.Next(times) == 0;

    public IEnumerable<string> Some(Func<string> make) => Enumerable.Range(0, random.Next(5)).Select(_ => make());

    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in text)
        {
            _ = letter is < ' ' or '"' or '\\' ? quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}") : quoted.Append(letter);
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>The bytes with some of them flipped, cut, doubled, put in or exchanged.</summary>
    public byte[] Damage(byte[] bytes)
    {
        for (var times = random.Next(1, 4); times > 0 && bytes.Length > 0; times--)
        {
            var from = random.Next(bytes.Length);
            var to = Math.Min(bytes.Length, from + random.Next(1, 40));
            bytes = random.Next(6) switch
            {
                0 => bytes[..from],
                1 => [.. bytes[..to], .. bytes[from..]],
                2 => [.. bytes[..from], .. bytes[to..]],
                3 => [.. bytes[..from], .. Of<byte[]>([0xC3, 0x28], [0xED, 0xA0, 0x80], [0xFF, 0xFE], [0xF5, 0x80], [0xC0, 0xAF], [0]), .. bytes[from..]],
                4 => [.. bytes[..from], .. Encoding.UTF8.GetBytes(Text()), .. bytes[to..]],
                _ => [.. bytes[..from], (byte)(bytes[from] ^ (1 << random.Next(8))), .. bytes[(from + 1)..]],
            };
        }

        return bytes;
    }

    private string Broken() =>
        Of("\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u12\"", "\"\\x\"", "nul", "NaN", "01", "'a'", "\"\u0001\"", "1 2", "[1,]", "/**/1");

    private string Deep()
    {
        var depth = random.Next(2, 3_000);
        var isList = Once(2);
        return string.Concat(Enumerable.Repeat(isList ? "[" : "{\"a\":", depth)) + "1" + new string(isList ? ']' : '}', Once(5) ? depth - 1 : depth);
    }
}
