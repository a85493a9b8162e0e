using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Results.Formatting;

public sealed class ParameterTests
{
    [TestCase("TIMEZONE", "Nowhere/City", "*Europe/Berlin*")]
    [TestCase("timezone", "Pacific Standard Time", "*IANA*")]
    [TestCase("TIMEZONE", "+05:30", "*IANA*")]
    [TestCase("TIMEZONE", "../../etc/passwd", "*IANA*")]
    [TestCase("TIMEZONE", "a'b", "*IANA*")]
    [TestCase("BINARY_OUTPUT_FORMAT", "UTF-8", "*BASE64 or HEX*")]
    [TestCase("DATE_OUTPUT_FORMAT", "YYYY\"open", "*unclosed quote*")]
    [TestCase("TIME_OUTPUT_FORMAT", "HH24 TZD", "*TZH:TZM*")]
    [TestCase("TIMESTAMP_OUTPUT_FORMAT", "\"", "*quote*")]
    [TestCase("TIMESTAMP_NTZ_OUTPUT_FORMAT", "\"\"\"", "*quote*")]
    [TestCase("TIMESTAMP_LTZ_OUTPUT_FORMAT", "\"", "*quote*")]
    [TestCase("TIMESTAMP_TZ_OUTPUT_FORMAT", "\"", "*quote*")]
    [TestCase("ROWS_PER_RESULTSET", "-1", "*whole number from 0.")]
    [TestCase("rows_per_resultset", "many", "*whole number*")]
    [TestCase("ROWS_PER_RESULTSET", "1e3", "*whole number*")]
    [TestCase("ROWS_PER_RESULTSET", "99999999999999999999", "*whole number*")]
    [TestCase("CLIENT_RESULT_CHUNK_SIZE", "0", "*from 1 to 160*")]
    [TestCase("CLIENT_RESULT_CHUNK_SIZE", "161", "*from 1 to 160*")]
    [TestCase("CLIENT_RESULT_CHUNK_SIZE", "4294967297", "*from 1 to 160*")]
    [TestCase("MOCKHAUS_PARTITION_ROWS", "0", "*from 1 to 2147483647*")]
    [TestCase("MOCKHAUS_NULLABLE", "maybe", "*true or false*")]
    public void A_value_that_cannot_be_used_says_which_what_and_what_is_allowed(string name, string value, string allowed)
    {
        var read = () => Settings.Of((name, value));

        var error = read.Should().Throw<StatementParameterException>().Which;
        error.Name.Should().Be(name.ToUpperInvariant());
        error.Value.Should().Be($"'{value}'");
        error.Allowed.Should().Match(allowed);
        error.Message.Should().Contain(error.Name).And.Contain(error.Value).And.Contain(error.Allowed);
    }

    [Test]
    public void A_format_has_a_limit_and_its_error_too()
    {
        var read = () => Settings.Of(("DATE_OUTPUT_FORMAT", new string('x', 1_000_000)));

        read.Should().Throw<StatementParameterException>().Which.Message.Should().Contain("256 characters").And.Subject.Length.Should().BeLessThan(500);
    }

    [TestCase("SOMETHING_ELSE", "whatever")]
    [TestCase("USE_CACHED_RESULT", "perhaps")]
    [TestCase("QUERY_TAG", "tag")]
    [TestCase("MULTI_STATEMENT_COUNT", "0")]
    [TestCase("DATE_OUTPUT_FORMAT", "")]
    [TestCase("TIMEZONE", " ")]
    [TestCase("BINARY_OUTPUT_FORMAT", " hex ")]
    [TestCase("ROWS_PER_RESULTSET", "0")]
    [TestCase("CLIENT_RESULT_CHUNK_SIZE", "160")]
    public void Anything_else_is_taken(string name, string value)
    {
        var read = () => Settings.Of((name, value));

        read.Should().NotThrow();
    }

    [Test]
    public async Task A_bad_value_is_refused_before_anything_is_stored()
    {
        using var store = new MemoryStatementStore();
        await using var manager = new StatementManager(store, new DelegateStatementExecutor((_, _) => ValueTask.CompletedTask), new());
        var session = manager.OpenSession("me");
        var request = new StatementRequest { Sql = "select", Context = new() { Parameters = new Dictionary<string, string> { ["timezone"] = "Nowhere" } } };

        var submit = async () => await session.SubmitAsync(request);

        (await submit.Should().ThrowAsync<StatementParameterException>()).Which.Name.Should().Be("TIMEZONE");
        (await session.ListAsync(new()).ToListAsync()).Should().BeEmpty();
    }

    [TestCase("BASE64", "3q2+7w==")]
    [TestCase("base64", "3q2+7w==")]
    [TestCase("HEX", "DEADBEEF")]
    public async Task Bytes_are_written_as_asked(string format, string text) =>
        (await ResultBench.CellAsync(
            ResultColumn.Binary("x"), Settings.Of(("BINARY_OUTPUT_FORMAT", format)), row => row.WriteBinary([0xde, 0xad, 0xbe, 0xef]))).Should().Be(text);

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(3_071)]
    [TestCase(3_072)]
    [TestCase(3_073)]
    [TestCase(100_000)]
    public async Task Bytes_of_any_length_come_back_from_both(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);

        var base64 = await ResultBench.CellAsync(ResultColumn.Binary("x"), Settings.Of(("BINARY_OUTPUT_FORMAT", "BASE64")), row => row.WriteBinary(bytes));
        var hexadecimal = await ResultBench.CellAsync(ResultColumn.Binary("x"), row => row.WriteBinary(bytes));

        base64.Should().Be(Convert.ToBase64String(bytes));
        hexadecimal.Should().Be(CellDecoder.Hexadecimal(bytes));
    }

    [Test]
    public async Task A_null_is_a_text_where_null_is_not_wanted()
    {
        var settings = Settings.Of(("MOCKHAUS_NULLABLE", "False"), ("DATE_OUTPUT_FORMAT", "YYYY"));

        (await ResultBench.CellAsync(ResultColumn.Text("x"), settings, row => row.WriteNull())).Should().Be("null");
        (await ResultBench.CellAsync(new("x", ResultColumnType.Date), settings, row => row.WriteNull())).Should().Be("null");
        (await ResultBench.CellAsync(ResultColumn.Text("x"), Settings.Of(("MOCKHAUS_NULLABLE", "true")), row => row.WriteNull())).Should().BeNull();
    }
}
