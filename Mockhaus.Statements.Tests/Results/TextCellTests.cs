using System.Text;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Results;

public sealed class TextCellTests
{
    private static readonly ResultColumn Column = ResultColumn.Text("x");

    private static IEnumerable<TestCaseData> Texts =>
    [
        new TestCaseData("").SetArgDisplayNames("empty"),
        new TestCaseData("plain").SetArgDisplayNames("plain"),
        new TestCaseData("\"").SetArgDisplayNames("a quote"),
        new TestCaseData("\\").SetArgDisplayNames("a backslash"),
        new TestCaseData("a\"b\\c/d").SetArgDisplayNames("quotes and backslashes inside"),
        new TestCaseData(string.Concat(Enumerable.Range(0, 0x20).Select(c => (char)c))).SetArgDisplayNames("all control characters"),
        new TestCaseData("a\0b").SetArgDisplayNames("NUL"),
        new TestCaseData("\u007f\u0080\u009f").SetArgDisplayNames("DEL and C1"),
        new TestCaseData("\u2028\u2029\ufeff").SetArgDisplayNames("line separators and a byte order mark"),
        new TestCaseData("😀𝄞\U0010FFFF").SetArgDisplayNames("outside the BMP"),
        new TestCaseData("äöü €").SetArgDisplayNames("two and three bytes"),
        new TestCaseData(new string('x', 1024 * 1024)).SetArgDisplayNames("1 MB plain"),
        new TestCaseData(new string('"', 1024 * 1024)).SetArgDisplayNames("1 MB of quotes"),
        new TestCaseData(new string('\u0001', 1024 * 1024)).SetArgDisplayNames("1 MB of control characters"),
    ];

    [TestCaseSource(nameof(Texts))]
    public async Task Text_comes_back_as_it_was(string text) =>
        (await ResultBench.CellAsync(Column, row => row.WriteText(text)) == text).Should().BeTrue();

    [TestCaseSource(nameof(Texts))]
    public async Task Utf8_comes_back_as_it_was(string text) =>
        (await ResultBench.CellAsync(Column, row => row.WriteUtf8(Encoding.UTF8.GetBytes(text))) == text).Should().BeTrue();

    // An attribute cannot hold half a character, so the surrogates come as numbers.
    [TestCase(new[] { 0xd800 }, "\ufffd")]
    [TestCase(new[] { 0xdc00 }, "\ufffd")]
    [TestCase(new[] { 0x61, 0xd800, 0x62 }, "a\ufffdb")]
    [TestCase(new[] { 0xdc00, 0xd800 }, "\ufffd\ufffd")]
    [TestCase(new[] { 0xd800, 0xd83d, 0xde00 }, "\ufffd😀")]
    public async Task A_lone_surrogate_becomes_the_replacement_character(int[] text, string expected) =>
        (await ResultBench.CellAsync(Column, row => row.WriteText(string.Concat(text.Select(c => (char)c))))).Should().Be(expected);

    [TestCase(new byte[] { 0xff }, "\ufffd")]
    [TestCase(new byte[] { 0x61, 0xc3 }, "a\ufffd")]
    [TestCase(new byte[] { 0xc0, 0x80, 0x62 }, "\ufffd\ufffdb")]
    [TestCase(new byte[] { 0x22, 0xf0, 0x9f, 0x98, 0x22 }, "\"\ufffd\"")]
    public async Task Invalid_utf8_becomes_the_replacement_character(byte[] bytes, string expected) =>
        (await ResultBench.CellAsync(Column, row => row.WriteUtf8(bytes))).Should().Be(expected);

    [TestCase("\n", @"\n")]
    [TestCase("\u001f", @"\u001f")]
    [TestCase("\"\\", @"\""\\")]
    [TestCase("\u007f\u2028😀/<>&'", "\u007f\u2028😀/<>&'")]
    public async Task Only_what_JSON_demands_is_escaped(string text, string escaped)
    {
        using var bench = await ResultBench.StartAsync(Column);
        bench.Row.WriteText(text);
        await bench.EndRowAsync();
        BatchJson.Text((await bench.BatchesAsync()).Single()).Should().Be($$"""{"data":[["{{escaped}}"]]}""");
    }

    [Test]
    public async Task Bytes_are_upper_case_hexadecimal()
    {
        var all = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();
        (await ResultBench.CellAsync(ResultColumn.Binary("x"), row => row.WriteBinary(all))).Should().Be(Convert.ToHexString(all));
    }

    [TestCase(0)]
    [TestCase(4095)]
    [TestCase(4096)]
    [TestCase(4097)]
    [TestCase(1024 * 1024)]
    public async Task Bytes_of_any_length_come_back(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        var text = await ResultBench.CellAsync(ResultColumn.Binary("x"), row => row.WriteBinary(bytes));
        Convert.FromHexString(text!).AsSpan().SequenceEqual(bytes).Should().BeTrue();
    }
}
