using System.Collections.Concurrent;
using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.Tests.Http;

namespace Mockhaus.Statements.Tests.Trouble;

public sealed class RowsTests
{
    [Test]
    public async Task A_statement_is_told_its_partitions_and_keeps_all_else_that_it_came_with()
    {
        var ran = new ConcurrentQueue<Statement>();
        await using var server = await SqlApiServer.StartAsync(
            configureApi: api => api.Trouble.Enabled = true,
            configureBuilder: builder => builder.UseDelegate((execution, _) =>
            {
                ran.Enqueue(execution.Statement);
                return ValueTask.CompletedTask;
            }));
        using var client = server.Client();
        client.Trouble = "rows=3";

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
