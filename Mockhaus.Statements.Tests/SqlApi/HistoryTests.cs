using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Mockhaus.Statements.History;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.SqlApi;

public sealed class HistoryTests
{
    [Test]
    public async Task A_required_history_that_is_down_is_503_with_a_code_and_nothing_runs()
    {
        var history = new FaultyHistory { IsDown = true };
        await using var server = await SqlApiServer.StartAsync(
            options => options.History.Required = true, configureBuilder: builder => builder.UseHistory(_ => history));
        using var client = server.Client();

        var refused = await client.SubmitAsync("create table t (a int)");
        history.IsDown = false;
        var after = await client.SubmitAsync("create table t (a int)");

        refused.Status.Should().Be(HttpStatusCode.ServiceUnavailable);
        refused.Code.Should().Be(StatementErrorCodes.HistoryUnavailable);
        refused.RetryAfter.Should().BePositive();
        after.Status.Should().Be(HttpStatusCode.OK, "the first one has not run");
    }

    [Test]
    public async Task The_user_of_a_token_is_in_the_history_and_the_token_is_not()
    {
        await using var server = await SqlApiServer.StartAsync(
            configureApi: options => options.UserTokens["Acme.Alice"] = ["a-secret-token"], configureBuilder: builder => builder.UseMemoryHistory());
        using var alice = server.Client("a-secret-token");
        using var other = server.Client("another-token");
        await alice.SubmitAsync("select 1");
        await other.SubmitAsync("select 2");

        var entries = (await server.Services.GetRequiredService<StatementManager>().ReadHistoryAsync()).Entries;

        entries.Select(entry => entry.User).Should().Equal(null, "ACME.ALICE");
        entries.Should().NotContain(entry => entry.SessionId!.Contains("token", StringComparison.Ordinal));
    }

    [Test]
    public async Task Parts_of_a_request_and_the_request_have_an_entry_each()
    {
        await using var server = await SqlApiServer.StartAsync(configureBuilder: builder => builder.UseMemoryHistory());
        using var client = server.Client();
        await client.PostAsync("/api/v2/statements", """{"statement": "select 'a'; select 'b'", "parameters": {"MULTI_STATEMENT_COUNT": "2"}}""");

        var entries = (await server.Services.GetRequiredService<StatementManager>().ReadHistoryAsync(new() { Kinds = [HistoryEntryKind.Ended] })).Entries;

        entries.Select(entry => (entry.Sql, HasParent: entry.Parent is not null)).Should().BeEquivalentTo(new[]
        {
            ("select ?; select ?", false), ("select ?", true), ("select ?", true),
        });
    }
}
