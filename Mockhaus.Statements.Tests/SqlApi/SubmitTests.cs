using System.Net;

namespace Mockhaus.Statements.Tests.SqlApi;

public sealed class SubmitTests : SqlApiFixture
{
    [Test]
    public async Task A_synchronous_statement_answers_with_its_rows()
    {
        var answer = await Client.SubmitAsync("select 42 as answer");

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.Rows.Should().ContainSingle().Which.Should().Equal("42");
    }

    [Test]
    public async Task A_result_set_has_its_members_in_the_recorded_order()
    {
        var answer = await Client.SubmitAsync("select 42 as answer");

        answer.Members.Should().Equal(
            "resultSetMetaData", "data", "code", "statementStatusUrl", "requestId", "sqlState", "statementHandle", "message", "createdOn");
        answer.MetaData.EnumerateObject().Select(member => member.Name).Should().Equal("numRows", "format", "partitionInfo", "rowType");
        answer.MetaData.GetProperty("rowType")[0].EnumerateObject().Select(member => member.Name).Should().Equal(
            "name", "database", "schema", "table", "collation", "precision", "scale", "nullable", "byteLength", "length", "type");
        answer.Code.Should().Be("090001");
        answer.Message.Should().Be("Statement executed successfully.");
        answer.Json.GetProperty("sqlState").GetString().Should().Be("00000");
        answer.MetaData.GetProperty("format").GetString().Should().Be("jsonv2");
    }

    [Test]
    public async Task An_asynchronous_statement_answers_with_its_handle_at_once_and_with_its_rows_later()
    {
        var accepted = await Client.SubmitAsync("select 42 as answer", "?async=True");

        accepted.Status.Should().Be(HttpStatusCode.Accepted);
        accepted.Members.Should().Equal("code", "message", "statementHandle", "statementStatusUrl");
        accepted.Code.Should().Be("333334");
        accepted.Message.Should().Be(
            "Asynchronous execution in progress. Use provided query id to perform query monitoring and management.");
        accepted.Json.GetProperty("statementStatusUrl").GetString().Should().Be($"/api/v2/statements/{accepted.Handle}");

        var answer = await Client.PollAsync(accepted.Handle);
        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.Rows.Should().ContainSingle().Which.Should().Equal("42");
    }

    [Test]
    public async Task A_second_get_gives_the_same_request_id_and_creation_time()
    {
        var first = await Client.SubmitAsync("select 1", "?requestId=6e3b1a2c-0000-4000-8000-00000000000a");
        var second = await Client.GetAsync(first.Handle);

        second.Json.GetProperty("requestId").GetString().Should().Be("6e3b1a2c-0000-4000-8000-00000000000a");
        second.Json.GetProperty("createdOn").GetInt64().Should().Be(first.Json.GetProperty("createdOn").GetInt64());
        second.Json.GetProperty("statementStatusUrl").GetString()
            .Should().Be($"/api/v2/statements/{first.Handle}?requestId=6e3b1a2c-0000-4000-8000-00000000000a");
    }

    [TestCase("begin")]
    [TestCase("rollback")]
    [TestCase("use other")]
    public async Task A_command_that_needs_a_session_is_refused(string sql)
    {
        var answer = await Client.SubmitAsync(sql);

        answer.Status.Should().Be(HttpStatusCode.UnprocessableEntity);
        answer.Code.Should().Be("391911");
    }

    [Test]
    public async Task Column_names_are_upper_case_unless_quoted()
    {
        var answer = await Client.SubmitAsync("select 1 as answer, 2 as \"quoted\"");

        answer.MetaData.GetProperty("rowType").EnumerateArray().Select(column => column.GetProperty("name").GetString())
            .Should().Equal("ANSWER", "quoted");
    }

    [Test]
    public async Task No_rows_still_have_columns_and_one_empty_partition()
    {
        var answer = await Client.SubmitAsync("select 1 as a where false");

        answer.Rows.Should().BeEmpty();
        answer.MetaData.GetProperty("numRows").GetInt64().Should().Be(0);
        answer.MetaData.GetProperty("rowType").GetArrayLength().Should().Be(1);
        answer.MetaData.GetProperty("partitionInfo").GetRawText().Should().Be("""[{"rowCount":0,"uncompressedSize":0}]""");
    }

    [Test]
    public async Task Dml_answers_with_counts_and_stats()
    {
        await Client.SubmitAsync("create table t (i int)");
        var insert = await Client.SubmitAsync("insert into t values (1), (2)");
        var nothing = await Client.SubmitAsync("delete from t where i > 5");

        insert.Rows.Should().ContainSingle().Which.Should().Equal("2");
        insert.MetaData.GetProperty("rowType")[0].GetProperty("name").GetString().Should().Be("number of rows inserted");
        insert.Json.GetProperty("stats").GetRawText().Should().Be(
            """{"numRowsInserted":2,"numRowsDeleted":0,"numRowsUpdated":0,"numDmlDuplicates":0}""");
        nothing.Members.Should().NotContain("stats");
    }

    [Test]
    public async Task WhatClients_send_beside_the_contract_is_taken()
    {
        var answer = await Client.PostAsync(
            "/api/v2/statements/?page=1&pageSize=10",
            """
            {"statement": "select ?::int + 1 as a", "resultSetMetaData": {"format": "jsonv2"}, "timeout": "60", "database": null,
             "bindings": {"1": {"type": "FIXED", "value": "41"}}, "parameters": {"multi_statement_count": 1, "Query_Tag": "x"}, "other": [1]}
            """);

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.Rows.Should().ContainSingle().Which.Should().Equal("42");
    }
}
