using System.Net;
using Mockhaus.Statements.Tests.Authentication;

namespace Mockhaus.Statements.Tests.SqlApi;

/// <summary>How often a session may ask.</summary>
public sealed class RequestLimitTests
{
    private const string TooMany = """{"code":"390505","message":"Too many requests."}""";

    [Test]
    public async Task A_session_that_asks_too_often_is_told_when_to_come_again()
    {
        await using var server = await SqlApiServer.StartAsync(configureApi: api => api.MaxRequestsPerSecond = 2);
        using var asker = new Asker(server.Address);

        var answer = await asker.AskAsync("Bearer busy");
        while (answer.Status == HttpStatusCode.OK)
        {
            answer.Response.Dispose();
            answer = await asker.AskAsync("Bearer busy");
        }

        answer.Status.Should().Be(HttpStatusCode.TooManyRequests);
        answer.Body.Should().Be(TooMany);
        answer.Response.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(1));
        answer.Response.Dispose();
        (await asker.HandleOfAsync("quiet")).Should().NotBeEmpty("another session is not held back");

        while (answer.Status == HttpStatusCode.TooManyRequests)
        {
            // The server lets it in again after a second of its own.
            answer = await asker.AskAsync("Bearer busy");
            answer.Response.Dispose();
        }

        answer.Status.Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_session_has_only_so_many_requests_under_way()
    {
        using var gate = new SemaphoreSlim(0);
        var begun = new TaskCompletionSource();
        await using var server = await SqlApiServer.StartAsync(
            configureApi: api => api.MaxConcurrentRequests = 1,
            configureBuilder: builder => builder.UseDelegate(async (_, token) =>
            {
                begun.TrySetResult();
                await gate.WaitAsync(token);
            }));
        using var asker = new Asker(server.Address);
        var waiting = asker.HandleOfAsync("busy");
        await begun.Task;

        var (status, body, response) = await asker.AskAsync("Bearer busy");
        var other = asker.HandleOfAsync("quiet");
        gate.Release(3);

        status.Should().Be(HttpStatusCode.TooManyRequests);
        body.Should().Be(TooMany);
        response.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(1));
        response.Dispose();
        (await other).Should().NotBeEmpty();
        (await asker.FindAsync("busy", await waiting)).Should().Be(HttpStatusCode.OK, "the place is free again");
    }

    [Test]
    public async Task A_refused_request_takes_no_place()
    {
        await using var server = await SqlApiServer.StartAsync(configureApi: api => (api.MaxConcurrentRequests, api.MaxRequestsPerSecond) = (1, 1_000_000));
        using var asker = new Asker(server.Address);

        for (var i = 0; i < 20; i++)
        {
            (await asker.FindAsync("me", "01a20461-190b-7a04-bc5e-81b7966896fb")).Should().Be(HttpStatusCode.BadRequest, "it is not found");
        }
    }

    [Test]
    public async Task A_full_queue_says_when_to_come_again()
    {
        using var gate = new SemaphoreSlim(0);
        await using var server = await SqlApiServer.StartAsync(
            options => (options.Limits.MaxConcurrentStatements, options.Limits.MaxQueuedStatements) = (1, 1),
            configureBuilder: builder => builder.UseDelegate(async (_, token) => await gate.WaitAsync(token)));
        using var asker = new Asker(server.Address);

        var answer = await asker.AskAsync("Bearer me", path: "/api/v2/statements?async=true");
        while (answer.Status == HttpStatusCode.Accepted)
        {
            answer.Response.Dispose();
            answer = await asker.AskAsync("Bearer me", path: "/api/v2/statements?async=true");
        }

        gate.Release(10);
        answer.Status.Should().Be(HttpStatusCode.TooManyRequests);
        answer.Response.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(1));
        answer.Response.Dispose();
    }
}
