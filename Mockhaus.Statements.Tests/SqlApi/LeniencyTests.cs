using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace Mockhaus.Statements.Tests.SqlApi;

/// <summary>What clients send that is not quite as the documentation has it, and what is meant by it.</summary>
public sealed class LeniencyTests : SqlApiFixture
{
    private const string MySession = "2744ccd10c7533bd736ad890f9dd5cab2adb27b07d500b9493f29cdc420cb2e0";

    [Test]
    public async Task A_byte_order_mark_before_the_body_is_no_part_of_it()
    {
        using var body = new ByteArrayContent([.. Encoding.UTF8.Preamble, .. """{"statement": "select 'ü'"}"""u8]);
        body.Headers.ContentType = new("application/json");

        (await Client.SendAsync(HttpMethod.Post, "/api/v2/statements", body)).Rows[0].Should().Equal("ü");
    }

    [TestCase("")]
    [TestCase("\uFEFF")]
    [TestCase(" ")]
    public async Task A_second_mark_or_one_alone_is_a_malformed_payload(string rest)
    {
        var answer = await Client.PostAsync("/api/v2/statements", "\uFEFF" + rest);

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        answer.Code.Should().Be("390142");
    }

    [TestCase("60", 60)]
    [TestCase("60.0", 60)]
    [TestCase("6e1", 60)]
    [TestCase("\"60\"", 60)]
    [TestCase("\"60.0\"", 60)]
    [TestCase("0.0", 604_800)]
    [TestCase("1e300", 604_800)]
    [TestCase("null", null)]
    public async Task A_timeout_is_any_writing_of_a_whole_number(string timeout, int? seconds)
    {
        var answer = await PostAsync($$"""{"statement": "select 1", "timeout": {{timeout}}}""");

        (await StatementOf(answer)).Timeout.Should().Be(seconds is null ? null : TimeSpan.FromSeconds(seconds.Value));
    }

    [TestCase("60.5", "60.5")]
    [TestCase("\"60.5\"", "60.5")]
    [TestCase("-0.5", "-0.5")]
    [TestCase("-1e0", "-1e0")]
    [TestCase("1e400", "1e400")]
    [TestCase("\"NaN\"", "NaN")]
    [TestCase("true", "true")]
    [TestCase("{}", "{}")]
    public async Task A_timeout_that_is_no_whole_number_of_seconds_is_refused_and_quoted(string timeout, string quoted)
    {
        var answer = await PostAsync($$"""{"statement": "select 1", "timeout": {{timeout}}}""");

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        answer.Message.Should().Contain($"Member 'timeout' is {quoted}; it must be a whole number of seconds");
    }

    [TestCase("2")]
    [TestCase("2.0")]
    [TestCase("\"2\"")]
    [TestCase("\"2.0\"")]
    [TestCase("0.0")]
    public async Task A_count_of_statements_is_any_writing_of_a_whole_number(string count)
    {
        var answer = await PostAsync($$"""{"statement": "select 1; select 2", "parameters": {"multi_statement_count": {{count}} } }""");

        answer.Json.GetProperty("statementHandles").GetArrayLength().Should().Be(2);
    }

    [Test]
    public async Task A_parameter_that_counts_something_may_have_a_fraction_of_zero()
    {
        var answer = await PostAsync("""{"statement": "select * from range(9)", "parameters": {"rows_per_resultset": 4.0}}""");

        answer.Rows.Should().HaveCount(4);
    }

    [Test]
    public async Task A_number_of_a_binding_keeps_its_digits()
    {
        var answer = await PostAsync("""{"statement": "select ?::varchar", "bindings": {"1": {"type": "TEXT", "value": 60.0}}}""");

        answer.Rows[0].Should().Equal("60.0");
    }

    [Test]
    public async Task Names_of_the_context_may_be_numbers_or_booleans()
    {
        var answer = await PostAsync("""{"statement": "select 1", "role": 7, "warehouse": true, "resultSetMetaData": {"format": "json"}, "unknown": [{}]}""");

        var context = (await StatementOf(answer)).Context;
        (context.Role, context.Warehouse, context.Database).Should().Be(("7", "true", null));
    }

    [TestCase("{}")]
    [TestCase("[\"a\"]")]
    public async Task Names_of_the_context_that_are_nested_are_refused_with_their_place(string name)
    {
        var answer = await PostAsync($$"""{"statement": "select 1", "role": {{name}}}""");

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        answer.Message.Should().Contain("$.role");
    }

    private Task<SqlApiAnswer> PostAsync(string body) => Client.PostAsync("/api/v2/statements", body);

    private async Task<Statement> StatementOf(SqlApiAnswer answer) =>
        await Server.Services.GetRequiredService<StatementManager>()
            .OpenSession(MySession)
            .GetAsync(StatementHandle.Parse(answer.Handle));
}
