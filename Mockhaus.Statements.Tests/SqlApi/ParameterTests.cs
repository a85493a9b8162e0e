using System.Net;
using System.Text.Json;

namespace Mockhaus.Statements.Tests.SqlApi;

public sealed class ParameterTests : SqlApiFixture
{
    [TestCase("date_output_format", "DD-MON-YYYY", "date '2026-10-07'", "07-Oct-2026", "date")]
    [TestCase("time_output_format", "HH12:MI AM", "time '13:05:00'", "01:05 PM", "time")]
    [TestCase("timestamp_output_format", "YYYY", "timestamp '2026-10-07 00:00:00'", "2026", "timestamp_ntz")]
    [TestCase("timestamp_ntz_output_format", "YY FF3", "timestamp '2026-10-07 00:00:00.5'", "26 500", "timestamp_ntz")]
    [TestCase("timestamp_output_format", "HH24 TZHTZM", "timestamptz '2026-10-07 12:00:00+02:00'", "10 +0000", "timestamp_ltz")]
    [TestCase("timestamp_ltz_output_format", "HH24 TZHTZM", "timestamptz '2026-10-07 12:00:00+02:00'", "10 +0000", "timestamp_ltz")]
    [TestCase("timestamp_tz_output_format", "YYYY", "timestamp '1970-01-01 00:00:00'", "0.000000000", "timestamp_ntz")]
    [TestCase("binary_output_format", "base64", "'\\xDE\\xAD'::blob", "3q0=", "binary")]
    [TestCase("timezone", "Europe/Berlin", "current_setting('TimeZone')", "Europe/Berlin", "text")]
    [TestCase("timezone", "America/Los_Angeles", "(timestamptz '2026-07-01 00:00:00+00')::varchar", "2026-06-30 17:00:00-07", "text")]
    [TestCase("use_cached_result", "true", "1", "1", "fixed")]
    [TestCase("query_tag", "mine", "1", "1", "fixed")]
    [TestCase("something_unknown", "x", "1", "1", "fixed")]
    [TestCase("mockhaus_nullable", "false", "null", "null", "fixed")]
    public async Task A_parameter_counts_in_either_case(string name, string value, string expression, string text, string type)
    {
        foreach (var spelling in new[] { name, name.ToUpperInvariant() })
        {
            var answer = await SubmitAsync($"select {expression} as x", new() { [spelling] = value });

            answer.Status.Should().Be(HttpStatusCode.OK, "{0}", answer.Json);
            answer.Rows.Should().ContainSingle().Which.Should().Equal(text);
            answer.MetaData.GetProperty("rowType")[0].GetProperty("type").GetString().Should().Be(type);
            (await Client.GetAsync(answer.Handle)).Rows.Should().BeEquivalentTo(answer.Rows);
        }
    }

    [TestCase("timezone", "Nowhere")]
    [TestCase("binary_output_format", "octal")]
    [TestCase("date_output_format", "\"")]
    [TestCase("time_output_format", "TZD")]
    [TestCase("timestamp_output_format", "\"")]
    [TestCase("timestamp_ntz_output_format", "\"")]
    [TestCase("timestamp_ltz_output_format", "\"")]
    [TestCase("timestamp_tz_output_format", "\"")]
    [TestCase("rows_per_resultset", -1)]
    [TestCase("rows_per_resultset", 1.5)]
    [TestCase("rows_per_resultset", true)]
    [TestCase("client_result_chunk_size", 0)]
    [TestCase("client_result_chunk_size", "large")]
    [TestCase("mockhaus_nullable", "nonsense")]
    [TestCase("mockhaus_partition_rows", 0)]
    public async Task A_value_that_cannot_be_used_is_a_422_that_names_it(string name, object value)
    {
        foreach (var query in new[] { "", "?async=true" })
        {
            var answer = await SubmitAsync("select 1", new() { [name] = value }, query);

            answer.Status.Should().Be(HttpStatusCode.UnprocessableEntity);
            answer.Code.Should().Be("001008");
            answer.Json.GetProperty("sqlState").GetString().Should().Be("22023");
            answer.Json.GetProperty("statementHandle").ValueKind.Should().Be(JsonValueKind.Null);
            answer.Message.Should().Contain($"for parameter '{name.ToUpperInvariant()}'").And.MatchRegex("It is|It has|TZD|IANA");
        }
    }

    [TestCase(2)]
    [TestCase("2")]
    public async Task A_result_set_has_no_more_rows_than_the_parameter_says(object limit)
    {
        var answer = await SubmitAsync("select * from range(100000)", new() { ["rows_per_resultset"] = limit });

        answer.Code.Should().Be("090001");
        answer.MetaData.GetProperty("numRows").GetInt64().Should().Be(2);
        answer.Rows.Select(row => row[0]).Should().Equal("0", "1");
    }

    [Test]
    public async Task A_chunk_size_makes_partitions()
    {
        var answer = await SubmitAsync("select repeat('x', 1000) from range(3000)", new() { ["CLIENT_RESULT_CHUNK_SIZE"] = "1" });

        answer.PartitionRows.Should().HaveCount(3);
        var second = await Client.GetAsync(answer.Handle, "?partition=1");
        second.ContentEncoding.Should().Be("gzip");
        second.Rows.Should().HaveCount(answer.PartitionRows[1]);
    }

    [Test]
    public async Task A_number_of_rows_makes_partitions_of_a_small_result()
    {
        var answer = await SubmitAsync("select * from range(5)", new() { ["mockhaus_partition_rows"] = 2 });

        answer.PartitionRows.Should().Equal(2, 2, 1);
        (await Client.GetAsync(answer.Handle, "?partition=2")).Rows.Should().ContainSingle().Which.Should().Equal("4");
    }

    [TestCase("?nullable=false", "null")]
    [TestCase("?nullable=False", "null")]
    [TestCase("?nullable=true", null)]
    [TestCase("?nullable=", null)]
    [TestCase("", null)]
    public async Task A_null_is_a_text_when_null_is_not_wanted(string query, string? text)
    {
        var answer = await Client.SubmitAsync("select null::integer, null::date, 'a', null", query);

        answer.Rows.Should().ContainSingle().Which.Should().Equal(text, text, "a", text);
        (await Client.GetAsync(answer.Handle)).Rows.Should().ContainSingle().Which.Should().Equal(text, text, "a", text);
    }

    [Test]
    public async Task Formats_hold_in_later_partitions_too()
    {
        var answer = await SubmitAsync(
            "select date '2026-01-01' + i::integer, repeat('x', 1000), null from range(3000) r(i)",
            new() { ["client_result_chunk_size"] = 1, ["date_output_format"] = "DD/MM/YYYY" },
            "?nullable=false");

        var last = await Client.GetAsync(answer.Handle, "?partition=2");
        last.Rows[^1].Should().Equal("19/03/2034", new string('x', 1000), "null");
    }

    [Test]
    public async Task A_database_and_its_users_cannot_be_kept_from_an_answer_by_parameters_of_any_form()
    {
        foreach (var value in new[] { "[]", "{}", "[1]", "1e400", "\"\\u0000\"", "\"\\u0022\"", "-0", "true", "null" })
        {
            foreach (var name in new[] { "timezone", "date_output_format", "binary_output_format", "rows_per_resultset", "client_result_chunk_size" })
            {
                var answer = await Client.PostAsync("/api/v2/statements", $$"""{"parameters": {"{{name}}": {{value}} }, "statement": "select date '2026-01-01'"}""");
                answer.Status.Should().BeOneOf([HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity], "{0} is {1}", name, value);
            }
        }
    }

    private Task<SqlApiAnswer> SubmitAsync(string sql, Dictionary<string, object> parameters, string query = "") =>
        Client.PostAsync("/api/v2/statements" + query, JsonSerializer.Serialize(new { statement = sql, parameters }));
}
