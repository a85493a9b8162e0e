using System.Net;
using System.Text.Json;

namespace Mockhaus.Statements.Tests.SqlApi;

public sealed class BindTests : SqlApiFixture
{
    [TestCase("FIXED", "\"123\"", "123", "fixed")]
    [TestCase("FIXED", "123", "123", "fixed")]
    [TestCase("FIXED", "\"-12345678.91\"", "-12345678.91", "fixed")]
    [TestCase("REAL", "\"1.5\"", "1.5", "real")]
    [TestCase("REAL", "1.5", "1.5", "real")]
    [TestCase("DECFLOAT", "\"2.5\"", "2.5", "real")]
    [TestCase("TEXT", "\"it's \\\"ä\\\"\"", "it's \"ä\"", "text")]
    [TestCase("TEXT", "7", "7", "text")]
    [TestCase("REAL", "\"-inf\"", "-inf", "real")]
    [TestCase("FIXED", "9007199254740993", "9007199254740993", "fixed")]
    [TestCase("TIMESTAMP_NTZ", "\"253402214400000000000\"", "253402214400.000000000", "timestamp_ntz")]
    [TestCase("BINARY", "\"deadBEEF\"", "DEADBEEF", "binary")]
    [TestCase("BOOLEAN", "\"true\"", "true", "boolean")]
    [TestCase("BOOLEAN", "false", "false", "boolean")]
    [TestCase("DATE", "\"1791504000000\"", "20735", "date")]
    [TestCase("DATE", "1791504000000", "20735", "date")]
    [TestCase("TIME", "\"45296123456000\"", "45296.123456000", "time")]
    [TestCase("TIMESTAMP_NTZ", "\"1791549296123456789\"", "1791549296.123456789", "timestamp_ntz")]
    [TestCase("TIMESTAMP_LTZ", "\"1791549296123456000\"", "1791549296.123456000", "timestamp_ltz")]
    [TestCase("TIMESTAMP_TZ", "\"1791524096123456000 1860\"", "1791524096.123456000", "timestamp_ltz")]
    public async Task A_value_of_each_type_arrives(string type, string json, string cell, string rowType)
    {
        var binding = $$"""{"type": "{{type}}", "value": {{json}}}""";
        foreach (var (sql, bindings) in new[] { ("select ? as x", $$"""{"1": {{binding}}}"""), ("select :1 as x", $$"""{"1": {{binding}}}"""), ("select :v as x", $$"""{"v": {{binding}}}""") })
        {
            var answer = await Client.BindAsync(sql, bindings);

            answer.Status.Should().Be(HttpStatusCode.OK, sql);
            answer.Rows.Single().Should().Equal(cell);
            answer.MetaData.GetProperty("rowType")[0].GetProperty("type").GetString().Should().Be(rowType);
        }
    }

    [Test]
    public async Task A_null_of_any_type_is_null([Values("FIXED", "REAL", "TEXT", "BINARY", "BOOLEAN", "DATE", "TIME", "TIMESTAMP_NTZ", "TIMESTAMP_TZ")] string type) =>
        (await Client.BindAsync("select ? is null as x", $$"""{"1": {"type": "{{type}}", "value": null} }""")).Rows.Single().Should().Equal("true");

    [TestCase("select ?", """{"1": {"type": "VECTOR", "value": "1"}}""", "002040")]
    [TestCase("select ?", """{"1": {"type": "", "value": "1"}}""", "002040")]
    [TestCase("select ?", """{"1": {"type": "FIXED", "value": "abc"}}""", "002086")]
    [TestCase("select ?", """{"1": {"type": "TIMESTAMP_TZ", "value": "0 2881"}}""", "002086")]
    [TestCase("select ?", """{"1": {"type": "FIXED", "value": ["1", "abc"]}}""", "002086")]
    [TestCase("select ?, ?", """{"1": {"type": "FIXED", "value": "1"}}""", "002049")]
    [TestCase("select :a, :b", """{"a": {"type": "FIXED", "value": "1"}}""", "002049")]
    [TestCase("select :a", "{}", "002049")]
    [TestCase("select ?", "null", "002049")]
    [TestCase("select ?, ?", """{"1": {"type": "FIXED", "value": ["1", "2"]}, "2": {"type": "FIXED", "value": ["1"]}}""", "002099")]
    [TestCase("select ?, ?", """{"1": {"type": "FIXED", "value": []}, "2": {"type": "FIXED", "value": ["1"]}}""", "002099")]
    public async Task Bindings_that_do_not_fit_the_statement_are_refused(string sql, string bindings, string code)
    {
        var answer = await Client.BindAsync(sql, bindings);

        answer.Status.Should().Be(HttpStatusCode.UnprocessableEntity);
        answer.Code.Should().Be(code);
        answer.Json.GetProperty("sqlState").GetString().Should().Be(code == "002086" ? "22000" : "42601");
        answer.Members.Should().Equal("code", "message", "sqlState", "statementHandle");
    }

    [TestCase("{}")]
    [TestCase("null")]
    [TestCase("""{"1": {"type": "FIXED", "value": "1"}, "extra": {"type": "TEXT", "value": ["a", "b"]}}""")]
    public async Task What_the_statement_has_no_place_for_is_ignored(string bindings) =>
        (await Client.BindAsync("select 42", bindings)).Rows.Single().Should().Equal("42");

    [TestCase("""{"1": {"type": "FIXED", "value": [["1"]]}}""")]
    [TestCase("""{"1": {"type": "FIXED", "value": [{"a": 1}]}}""")]
    [TestCase("""{"1": {"type": "TEXT", "value": {"a": 1}}}""")]
    [TestCase("""{"1": {"value": "1"}}""")]
    [TestCase("""["1"]""")]
    public async Task Bindings_of_another_shape_are_a_malformed_payload(string bindings)
    {
        var answer = await Client.BindAsync("select ?", bindings);

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        answer.Code.Should().Be("390142");
    }

    [Test]
    public async Task An_array_is_an_execution_for_each_of_its_elements()
    {
        await Client.SubmitAsync("create or replace table batch (i int, s varchar, b boolean)");
        var insert = await Client.BindAsync(
            "insert into batch values (?, ?, ?)",
            """{"1": {"type": "FIXED", "value": ["1", 2, null]}, "2": {"type": "TEXT", "value": "same"}, "3": {"type": "BOOLEAN", "value": [true, "false", null]}}""");

        insert.Rows.Single().Should().Equal("3");
        insert.Json.GetProperty("stats").GetProperty("numRowsInserted").GetInt64().Should().Be(3);
        (await Client.SubmitAsync("select * from batch order by i nulls last")).Rows.Select(row => string.Join(' ', row))
            .Should().Equal("1 same true", "2 same false", " same ");
    }

    [Test]
    public async Task A_batch_that_fails_changes_nothing()
    {
        await Client.SubmitAsync("create or replace table whole (i int check (i < 3))");
        var insert = await Client.BindAsync("insert into whole values (?)", """{"1": {"type": "FIXED", "value": ["1", "2", "3"]}}""");

        insert.Status.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await Client.SubmitAsync("select count(*) from whole")).Rows.Single().Should().Equal("0");
    }

    [Test]
    public async Task A_hundred_thousand_elements_fit_into_a_request()
    {
        await Client.SubmitAsync("create or replace table large (i int)");
        var values = JsonSerializer.Serialize(Enumerable.Range(0, 100_000).Select(i => $"{i}"));
        var accepted = await Client.BindAsync("insert into large values (:i)", $$"""{"i": {"type": "FIXED", "value": {{values}} } }""");
        var insert = accepted.Status == HttpStatusCode.Accepted ? await Client.PollAsync(accepted.Handle) : accepted;

        insert.Rows.Single().Should().Equal("100000");
    }

    [Test]
    public async Task The_same_request_id_with_other_elements_is_refused()
    {
        const string query = "/api/v2/statements?requestId=6e3b1a2c-0000-4000-8000-0000000000d1&retry=true";
        const string body = """{"statement": "select ?::int", "bindings": {"1": {"type": "FIXED", "value": ["1", "2"]}}}""";
        var first = await Client.PostAsync(query, body);
        var same = await Client.PostAsync(query, body);
        var other = await Client.PostAsync(query, body.Replace("\"2\"", "\"3\"", StringComparison.Ordinal));

        first.Rows.Select(row => row[0]).Should().Equal("1", "2");
        same.Handle.Should().Be(first.Handle);
        other.Status.Should().Be(HttpStatusCode.UnprocessableEntity);
        other.Code.Should().Be(StatementErrorCodes.Conflict);
    }
}
