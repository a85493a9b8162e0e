using System.Text;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Results;

/// <summary>Columns of text, bytes and truth.</summary>
internal static class TypedTexts
{
    private static readonly string[] Texts =
    [
        "", "null", "NULL", "a", "\0", "\"", "\\", "\\\"", "\\u0041", "]]}", "],[", "{\"data\":[", "\u001f\u007f\u0080\u2028\u2029", "é日本", "😀\U0010ffff", "\ufffd\uffff",
        " \t\r\n\b\f/", "\ud800", "a\udc00b", "\udc00\ud800", new string('x', 5_000) + "\"", new('\\', 3_000), string.Concat(Enumerable.Repeat("日\n😀", 150_000)),
    ];

    public static TypedColumn Text() => OfText(ResultColumn.Text("text"), Texts, Any);

    public static TypedColumn Json(ResultColumnType type) => OfText(
        new($"{type}", type),
        ["[\n  1,\n  null\n]", "{\n  \"a\": {\n    \"b\": [\n      \"\\\"\\\\\\n\"\n    ]\n  }\n}", "1e400", "\"text\"", "{}", "[]"],
        random => $"[\n  {random.NextInt64()},\n  \"{random.Next()}\"\n]");

    public static TypedColumn Boolean() => TypedColumn.Of(
        new("boolean", ResultColumnType.Boolean),
        [true, false],
        random => random.Next(2) == 0,
        value => new(
            value,
            row => row.WriteBoolean(value),
            text => text == (value ? "true" : "false"),
            (row, i) => row.GetBoolean(i) == value && row.Get<bool?>(i) == value && TypedCell.Refuses(() => row.GetInt32(i)),
            natural => natural.Equals(value)));

    public static TypedColumn Binary() => TypedColumn.Of(
        ResultColumn.Binary("binary"),
        [[], [0], [255], [0xde, 0xad, 0xbe, 0xef], [.. Enumerable.Range(0, 256).Select(value => (byte)value)], new byte[300_000]],
        random =>
        {
            var bytes = new byte[random.Next(50)];
            random.NextBytes(bytes);
            return bytes;
        },
        value => new(
            $"{value.Length} bytes",
            row => row.WriteBinary(value),
            text => text == CellDecoder.Hexadecimal(value),
            (row, i) => row.GetBytes(i).AsSpan().SequenceEqual(value) && TypedCell.Refuses(() => row.GetInt64(i)),
            natural => natural is byte[] bytes && bytes.AsSpan().SequenceEqual(value)));

    private static TypedColumn OfText(ResultColumn column, IEnumerable<string> edges, Func<Random, string> next) => TypedColumn.Of(
        column,
        edges,
        next,
        value =>
        {
            var expected = WithoutLoneSurrogates(value);
            return new(
                value.Length > 100 ? $"{value.Length} characters" : value,
                row => Write(row, value, expected),
                text => text == expected,
                (row, i) => row.GetString(i) == expected && row.Get<string>(i) == expected && TypedCell.Refuses(() => row.GetBytes(i)) && TypedCell.Refuses(() => row.GetInt64(i)),
                natural => natural is string text && text == expected);
        });

    private static void Write(RowWriter row, string value, string expected)
    {
        if (value.Length % 2 == 0 && value == expected)
        {
            row.WriteUtf8(Encoding.UTF8.GetBytes(value));
        }
        else
        {
            row.WriteText(value);
        }
    }

    private static string WithoutLoneSurrogates(string value)
    {
        var text = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (i + 1 < value.Length && char.IsSurrogatePair(value[i], value[i + 1]))
            {
                text.Append(value[i]).Append(value[++i]);
            }
            else
            {
                text.Append(char.IsSurrogate(value[i]) ? '\ufffd' : value[i]);
            }
        }

        return text.ToString();
    }

    private static string Any(Random random) => string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => random.Next(5) switch
    {
        0 => (char)random.Next(0x20),
        1 => (char)random.Next(0xd7f0, 0xe010),
        2 => (char)random.Next(0x10000),
        3 => "\"\\/[]{},:"[random.Next(9)],
        _ => (char)random.Next(0x20, 0x7f),
    }));
}
