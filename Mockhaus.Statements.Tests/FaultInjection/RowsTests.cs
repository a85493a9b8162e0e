using System.Collections.Concurrent;
using System.Net;
using Mockhaus.Statements.Tests.SqlApi;

namespace Mockhaus.Statements.Tests.FaultInjection;

public sealed class RowsTests
{
    [TestCase("rows=4", null)]
    [TestCase(null, "mockhaus:rows=4")]
    public async Task A_small_result_is_cut_into_partitions_of_as_many_rows(string? header, string? tag)
    {
        await using var server = await SqlApiServer.StartAsync(configureApi: api => api.FaultInjection.Enabled = true);
        using var client = server.Client();
        client.Fault = header;

        var answer = await FaultInjectionFixture.SubmitTaggedAsync(client, "select * from range(10)", tag ?? "");
        client.Fault = null;
        var rows = new List<string?>();
        foreach (var number in Enumerable.Range(0, answer.PartitionRows.Count))
        {
            rows.AddRange((await client.GetAsync(answer.Handle, $"?partition={number}")).Rows.Select(row => row[0]));
        }

        answer.PartitionRows.Should().Equal(4, 4, 2);
        rows.Should().Equal(Enumerable.Range(0, 10).Select(i => $"{i}"));
        (await client.SubmitAsync("select * from range(10)")).PartitionRows.Should().Equal(10);
    }

    [Test]
    public async Task Parts_of_a_request_have_the_trouble_of_the_whole()
    {
        await using var server = await SqlApiServer.StartAsync(configureApi: api => api.FaultInjection.Enabled = true);
        using var client = server.Client();
        client.Fault = "rows=4; get:503";

        var whole = await client.PostAsync(
            "/api/v2/statements", """{"statement": "select 1; select * from range(10)", "parameters": {"MULTI_STATEMENT_COUNT": "2"}}""");
        client.Fault = null;
        var part = whole.Json.GetProperty("statementHandles")[1].GetString()!;

        (await client.GetAsync(part)).Status.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await client.GetAsync(part)).PartitionRows.Should().Equal(4, 4, 2);
        (await client.GetAsync(whole.Handle)).Status.Should().Be(HttpStatusCode.ServiceUnavailable);
    }

    [Test]
    public async Task A_statement_is_told_its_partitions_and_keeps_all_else_that_it_came_with()
    {
        var ran = new ConcurrentQueue<Statement>();
        await using var server = await SqlApiServer.StartAsync(
            configureApi: api => api.FaultInjection.Enabled = true,
            configureBuilder: builder => builder.UseDelegate((execution, _) =>
            {
                ran.Enqueue(execution.Statement);
                return ValueTask.CompletedTask;
            }));
        using var client = server.Client();
        client.Fault = "rows=3";

        await client.PostAsync(
            "/api/v2/statements",
            """
            {"role": "r", "parameters": {"timezone": "UTC", "mockhaus_partition_rows": 5, "QUERY_TAG": "é😀\u00e9"},
             "statement": "select 'é😀\u00e9' -- a", "bindings": {"1": {"type": "TEXT", "value": "\"ü"}}, "timeout": 7}
            """);
        await client.SubmitAsync("select 2");

        ran.Should().HaveCount(2).And.OnlyContain(statement => statement.Context.Parameters["MOCKHAUS_PARTITION_ROWS"] == "3");
        var first = ran.First();
        first.Sql.Should().Be("select 'é😀é' -- a");
        first.QueryTag.Should().Be("é😀é");
        first.Context.Role.Should().Be("r");
        first.Context.Parameters["TIMEZONE"].Should().Be("UTC");
        first.Bindings["1"].Value.Should().Be("\"ü");
    }
}
