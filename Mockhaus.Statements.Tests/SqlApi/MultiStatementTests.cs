using System.Net;
using System.Text.Json;

namespace Mockhaus.Statements.Tests.SqlApi;

public sealed class MultiStatementTests : SqlApiFixture
{
    private const string Endless = "select count(*) from range(1000000000000)";

    [TestCase("""{"MULTI_STATEMENT_COUNT": "3"}""")]
    [TestCase("""{"multi_statement_count": 3}""")]
    [TestCase("""{"Multi_Statement_Count": 0}""")]
    [TestCase("""{"MULTI_STATEMENT_COUNT": "0"}""")]
    public async Task The_parent_says_that_all_went_well_and_names_its_children(string parameters)
    {
        var parent = await SubmitAsync("select 1 as a; select 2 as b; select 3 as c", parameters);

        parent.Status.Should().Be(HttpStatusCode.OK);
        parent.Members.Should().Equal(
            "resultSetMetaData", "data", "code", "statementHandles", "statementStatusUrl", "requestId", "sqlState", "statementHandle", "message",
            "createdOn");
        parent.Rows.Should().ContainSingle().Which.Should().Equal("Multiple statements executed successfully.");
        parent.MetaData.GetProperty("rowType").EnumerateArray().Should().ContainSingle()
            .Which.GetRawText().Should().Be(
                """{"name":"multiple statement execution","database":"","schema":"","table":"","collation":null,"precision":null,"scale":null,"""
                + """
                "nullable":false,"byteLength":134217728,"length":134217728,"type":"text"}
                """);
        Children(parent).Should().HaveCount(3).And.OnlyHaveUniqueItems().And.NotContain(parent.Handle);
        (await Client.GetAsync(parent.Handle)).Body.Should().Equal(parent.Body);
    }

    [Test]
    public async Task A_child_is_an_ordinary_result_set()
    {
        var parent = await SubmitAsync("create table kept (a int); insert into kept values (7), (8); select * from kept order by a");
        var children = new List<SqlApiAnswer>();
        foreach (var handle in Children(parent))
        {
            children.Add(await Client.GetAsync(handle));
        }

        children.Should().OnlyContain(child => child.Status == HttpStatusCode.OK && !child.Members.Contains("statementHandles"));
        children[1].Json.GetProperty("stats").GetProperty("numRowsInserted").GetInt32().Should().Be(2);
        children[2].Rows.Select(row => row[0]).Should().Equal("7", "8");
        children[2].MetaData.GetProperty("rowType")[0].GetProperty("name").GetString().Should().Be("A");
    }

    [Test]
    public async Task A_child_has_a_request_id_that_stays_the_same()
    {
        var parent = await SubmitAsync("select 1; select 2");
        var child = Children(parent)[1];
        var first = await Client.GetAsync(child);

        var requestId = first.Json.GetProperty("requestId").GetString()!;
        requestId.Should().MatchRegex("^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$").And.NotBe(child);
        requestId.Should().NotBe((await Client.GetAsync(Children(parent)[0])).Json.GetProperty("requestId").GetString());
        first.Json.GetProperty("statementStatusUrl").GetString().Should().Be($"/api/v2/statements/{child}?requestId={requestId}");
        (await Client.GetAsync(child)).Body.Should().Equal(first.Body);
    }

    [Test]
    public async Task An_asynchronous_parent_answers_with_its_handle_and_names_its_children_later()
    {
        var accepted = await SubmitAsync("select 1; select 2", query: "?async=true");

        accepted.Status.Should().Be(HttpStatusCode.Accepted);
        accepted.Members.Should().Equal("code", "message", "statementHandle", "statementStatusUrl");
        var parent = await Client.PollAsync(accepted.Handle);
        Children(parent).Should().HaveCount(2);
        (await Client.GetAsync(Children(parent)[1])).Rows.Should().ContainSingle().Which.Should().Equal("2");
    }

    [Test]
    public async Task A_failure_is_one_of_the_whole_and_what_came_before_it_stays([Values("", "?async=true")] string query)
    {
        var table = query.Length == 0 ? "stays" : "stays_too";
        var submitted = await SubmitAsync($"create table {table} as select 1 as a; select * from no_such_table; insert into {table} values (2)", query: query);
        var failed = await Client.PollAsync(submitted.Handle);

        failed.Status.Should().Be(HttpStatusCode.UnprocessableEntity);
        failed.Members.Should().Equal("code", "message", "sqlState", "statementHandle");
        failed.Code.Should().Be("100132");
        failed.Json.GetProperty("sqlState").GetString().Should().Be("P0000");
        failed.Handle.Should().Be(submitted.Handle);
        (await Client.SubmitAsync($"select * from {table}")).Rows.Should().ContainSingle().Which.Should().Equal("1");
    }

    [TestCase("select 1; select 2", "1", "Actual statement count 2 did not match the desired statement count 1.")]
    [TestCase("select 1; select 2", "3", "Actual statement count 2 did not match the desired statement count 3.")]
    [TestCase("select 1", "2", "Actual statement count 1 did not match the desired statement count 2.")]
    public async Task A_wrong_count_runs_nothing(string sql, string count, string message)
    {
        var answer = await SubmitAsync(sql, $$"""{"MULTI_STATEMENT_COUNT": "{{count}}"}""");

        answer.Status.Should().Be(HttpStatusCode.UnprocessableEntity);
        answer.Code.Should().Be("000008");
        answer.Json.GetProperty("sqlState").GetString().Should().Be("0A000");
        answer.Message.Should().Be(message);
    }

    [TestCase("-1")]
    [TestCase("\"-1\"")]
    [TestCase("\"many\"")]
    [TestCase("\"\"")]
    [TestCase("1.5")]
    [TestCase("true")]
    [TestCase("[2]")]
    [TestCase("99999999999")]
    public async Task A_count_that_is_none_is_refused_by_name(string count)
    {
        var answer = await SubmitAsync("select 1; select 2", $$"""{"multi_statement_count": {{count}}}""");

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        answer.Code.Should().Be("390142");
        answer.Message.Should().Contain($"MULTI_STATEMENT_COUNT is '{count.Trim('"')}'");
    }

    [Test]
    public async Task A_count_that_is_null_is_none_at_all() =>
        (await SubmitAsync("select 1", """{"multi_statement_count": null}""")).Members.Should().NotContain("statementHandles");

    [Test]
    public async Task One_statement_is_one_of_several_where_any_number_is_allowed()
    {
        var parent = await SubmitAsync("select 1");

        Children(parent).Should().ContainSingle();
    }

    [Test]
    public async Task Trailing_semicolons_and_comments_are_no_statements()
    {
        var parent = await SubmitAsync("/* a; */ select ';' as a; -- b;\n select 2 as b; ; -- c", """{"MULTI_STATEMENT_COUNT": 2}""");

        Children(parent).Should().HaveCount(2);
        (await Client.GetAsync(Children(parent)[0])).Rows.Should().ContainSingle().Which.Should().Equal(";");
    }

    [Test]
    public async Task Bind_variables_are_for_single_statements()
    {
        var answer = await Client.PostAsync(
            "/api/v2/statements",
            """{"statement": "select ?; select 2", "bindings": {"1": {"type": "FIXED", "value": "1"}}, "parameters": {"MULTI_STATEMENT_COUNT": "2"}}""");

        answer.Status.Should().Be(HttpStatusCode.UnprocessableEntity);
        answer.Code.Should().Be("391911");
    }

    [TestCase("\"0\"")]
    [TestCase("1")]
    public async Task One_statement_with_bindings_runs_whatever_count_is_given(string count)
    {
        var answer = await Client.PostAsync(
            "/api/v2/statements",
            $$"""{"statement": "select ? || '!'", "bindings": {"1": {"type": "TEXT", "value": "x"} }, "parameters": {"MULTI_STATEMENT_COUNT": {{count}} } }""");

        answer.Status.Should().Be(HttpStatusCode.OK);
        var single = count == "1" ? answer : await Client.GetAsync(Children(answer).Single());
        single.Rows.Single().Should().Equal("x!");
    }

    [TestCase("{}")]
    [TestCase("null")]
    public async Task Bindings_that_hold_nothing_are_no_bindings(string bindings)
    {
        var answer = await Client.PostAsync(
            "/api/v2/statements",
            $$"""{"statement": "select 1; select 2", "bindings": {{bindings}}, "parameters": {"MULTI_STATEMENT_COUNT": "2"} }""");

        Children(answer).Should().HaveCount(2);
    }

    [Test]
    public async Task A_transaction_lasts_from_begin_to_commit()
    {
        await Client.SubmitAsync("create table account (a int)");
        var committed = await SubmitAsync("begin; insert into account values (1); commit");
        var broken = await SubmitAsync("begin transaction; insert into account values (2); select * from no_such_table; commit");

        committed.Status.Should().Be(HttpStatusCode.OK);
        broken.Code.Should().Be("100132");
        (await Client.SubmitAsync("select a from account")).Rows.Should().ContainSingle("the second was rolled back").Which.Should().Equal("1");
    }

    [Test]
    public async Task A_cancel_of_the_parent_ends_its_children()
    {
        var running = await SubmitAsync($"create table before_cancel as select 1 as a; {Endless}; create table after_cancel (a int)", query: "?async=true");
        while ((await Client.SubmitAsync("select * from before_cancel")).Status != HttpStatusCode.OK)
        {
            await Task.Yield();
        }

        var cancelled = await Client.CancelAsync(running.Handle);
        var get = await Client.GetAsync(running.Handle);

        cancelled.Status.Should().Be(HttpStatusCode.OK);
        get.Status.Should().Be(HttpStatusCode.UnprocessableEntity);
        get.Code.Should().Be("000604");
        (await Client.SubmitAsync("select * from after_cancel")).Code.Should().Be("002003");
    }

    [Test]
    public async Task A_timeout_counts_for_the_whole()
    {
        var answer = await Client.PostAsync(
            "/api/v2/statements", $$"""{"statement": "select 1; {{Endless}}", "timeout": 1, "parameters": {"MULTI_STATEMENT_COUNT": "2"} }""");

        answer.Status.Should().Be(HttpStatusCode.RequestTimeout);
        answer.Code.Should().Be("000630");
    }

    [Test]
    public async Task The_same_request_again_gives_the_same_parent_and_children()
    {
        const string query = "?requestId=6e3b1a2c-0000-4000-8000-0000000000a1&retry=true";
        var first = await SubmitAsync("select 1; select 2", query: query);
        var again = await SubmitAsync("select 1; select 2", query: query);

        again.Body.Should().Equal(first.Body);
    }

    private static List<string> Children(SqlApiAnswer parent) =>
        [.. parent.Json.GetProperty("statementHandles").EnumerateArray().Select(handle => handle.GetString()!)];

    private Task<SqlApiAnswer> SubmitAsync(string sql, string parameters = """{"MULTI_STATEMENT_COUNT": "0"}""", string query = "") =>
        Client.PostAsync("/api/v2/statements" + query, $$"""{"statement": {{JsonSerializer.Serialize(sql)}}, "parameters": {{parameters}} }""");
}
