using System.Net;
using System.Text.Json;

namespace Mockhaus.Statements.Tests.SqlApi;

public sealed class FullSessionTests : SqlApiFixture
{
    [Test]
    public async Task A_token_may_run_more_statements_than_its_session_keeps()
    {
        using var client = Server.Client("many");
        var first = await client.SubmitAsync("select 1");
        for (var i = 0; i < 1_000; i++)
        {
            (await client.SubmitAsync("select 1")).Status.Should().Be(HttpStatusCode.OK);
        }

        var gone = await client.GetAsync(first.Handle);
        gone.Status.Should().Be(HttpStatusCode.BadRequest);
        gone.Code.Should().Be("000710");
    }

    [Test]
    public async Task A_request_of_1100_statements_runs_and_each_of_them_can_be_read()
    {
        var sql = string.Join(';', Enumerable.Range(1, 1_100).Select(number => $"select {number}"));
        var parent = await Client.PostAsync(
            "/api/v2/statements", JsonSerializer.Serialize(new { statement = sql, parameters = new { MULTI_STATEMENT_COUNT = "1100" } }));

        parent.Status.Should().Be(HttpStatusCode.OK);
        var children = parent.Json.GetProperty("statementHandles").EnumerateArray().Select(handle => handle.GetString()!).ToList();
        children.Should().HaveCount(1_100);
        (await Client.GetAsync(children[0])).Rows[0][0].Should().Be("1");
        (await Client.GetAsync(children[^1])).Rows[0][0].Should().Be("1100");
    }
}
