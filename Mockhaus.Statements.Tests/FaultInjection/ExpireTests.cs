using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Authentication;
using Mockhaus.Statements.Tests.SqlApi;

namespace Mockhaus.Statements.Tests.FaultInjection;

public sealed class ExpireTests : FaultInjectionFixture
{
    [Test]
    public async Task A_handle_expires_at_a_get_and_stays_expired()
    {
        using var client = ClientWith("expire@2");
        var handle = (await client.SubmitAsync("select 42")).Handle;
        client.Fault = null;

        (await client.GetAsync(handle)).Status.Should().Be(HttpStatusCode.OK);
        for (var i = 0; i < 2; i++)
        {
            var answer = await client.GetAsync(handle);
            answer.Status.Should().Be(HttpStatusCode.BadRequest);
            answer.Code.Should().Be("000710");
        }
    }

    [Test]
    public async Task A_result_may_expire_between_two_partitions()
    {
        using var client = ClientWith(null);
        var handle = (await client.SubmitAsync("select 42")).Handle;
        client.Fault = "partition:expire";

        (await client.GetAsync(handle)).Status.Should().Be(HttpStatusCode.OK);
        (await client.GetAsync(handle, "?partition=1")).Code.Should().Be("000710");
    }

    [Test]
    public async Task A_request_id_is_free_again_once_its_handle_has_expired()
    {
        using var client = ClientWith("expire");
        var first = await client.SubmitAsync("select 42", "?requestId=a");
        await client.GetAsync(first.Handle);

        var second = await client.SubmitAsync("select 42", "?requestId=a&retry=true");

        second.Status.Should().Be(HttpStatusCode.OK);
        second.Handle.Should().NotBe(first.Handle);
    }

    [Test]
    public async Task A_live_statement_does_not_expire_before_it_has_ended()
    {
        using var gate = new SemaphoreSlim(0);
        await using var server = await StartAsync(builder => builder.UseDelegate(async (_, token) => await gate.WaitAsync(token)));
        using var client = server.Client();
        client.Fault = "expire";

        var handle = (await client.SubmitAsync("select 1", "?async=true")).Handle;
        (await client.GetAsync(handle)).Status.Should().Be(HttpStatusCode.Accepted);
        gate.Release();

        (await client.PollAsync(handle)).Code.Should().Be("000710");
    }

    [Test]
    public async Task A_moved_clock_takes_a_result_past_its_time()
    {
        using var client = ClientWith(null);
        var handle = (await client.SubmitAsync("select 42")).Handle;

        client.Fault = "advance=00:59:00";
        (await client.GetAsync(handle)).Status.Should().Be(HttpStatusCode.OK, "an hour is the default, and this read has put it off");
        client.Fault = "advance=01:00:01";
        (await client.GetAsync(handle)).Code.Should().Be("000710");
    }

    [Test]
    public async Task A_moved_clock_fires_the_timeout_of_a_statement()
    {
        await using var server = await StartAsync(
            builder => builder.UseDelegate(async (_, token) => await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token)));
        using var client = server.Client();
        var post = await client.PostAsync("/api/v2/statements?async=true", """{"statement": "select 1", "timeout": 3600}""");
        while (await StatusOf(server, post.Handle) != StatementStatus.Running)
        {
            await Task.Yield();
        }

        client.Fault = "advance=01:00:00";
        await client.GetAsync(post.Handle);
        client.Fault = null;

        var answer = await client.PollAsync(post.Handle);
        answer.Status.Should().Be(HttpStatusCode.RequestTimeout);
        answer.Code.Should().Be("000630");
    }

    [Test]
    public async Task A_moved_clock_ends_the_wait_of_a_synchronous_post()
    {
        var begun = new TaskCompletionSource();
        await using var server = await StartAsync(builder => builder.UseDelegate(async (_, token) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        }));
        using var client = server.Client();
        using var other = server.Client("other");
        var post = client.SubmitAsync("select 1");
        await begun.Task;

        other.Fault = "advance=00:00:45";
        while (!post.IsCompleted)
        {
            // The statement may have begun before its request waits for it.
            await other.GetAsync("01a20461-190b-7a04-bc5e-81b7966896fb");
        }

        (await post).Status.Should().Be(HttpStatusCode.Accepted);
    }

    [Test]
    public async Task A_moved_clock_takes_a_token_past_its_time()
    {
        var key = new KeyPair();
        var now = TimeProvider.System.GetUtcNow();
        await using var server = await SqlApiServer.StartAsync(configureApi: api =>
        {
            (api.FaultInjection.Enabled, api.CheckTokens) = (true, true);
            api.PublicKeys["ACME.ADA"] = [key.PublicPem];
        });
        using var client = server.Client(key.Token(now));
        using var renewed = server.Client(key.Token(now.AddHours(2)));
        client.Fault = "advance=02:00:00";

        var answer = await client.GetAsync("01a20461-190b-7a04-bc5e-81b7966896fb");
        client.Fault = null;

        answer.Status.Should().Be(HttpStatusCode.Unauthorized, "the clock has moved before the API looks at the token");
        (await client.SubmitAsync("select 42")).Status.Should().Be(HttpStatusCode.Unauthorized);
        (await renewed.SubmitAsync("select 42")).Status.Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_clock_of_the_hosts_own_is_not_moved()
    {
        await using var server = await StartAsync(builder => builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider()));
        using var client = server.Client();
        client.Fault = "advance=01:00:00";

        var answer = await client.SubmitAsync("select 1");

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        answer.Message.Should().Contain("its own clock");
    }

    [Test]
    public async Task A_clock_goes_a_hundred_years_and_no_further()
    {
        await using var server = await StartAsync(_ => { });
        using var client = server.Client();
        client.Fault = "advance=3650.00:00:00";

        var answers = await StatusesAsync(11, () => client.SubmitAsync("select 1"));

        answers.Should().Equal([.. Enumerable.Repeat(HttpStatusCode.OK, 10), HttpStatusCode.BadRequest]);
        client.Fault = null;
        (await client.SubmitAsync("select 1")).Status.Should().Be(HttpStatusCode.OK);
    }

    private static Task<SqlApiServer> StartAsync(Action<MockhausStatementsBuilder> configure) =>
        SqlApiServer.StartAsync(configureApi: api => api.FaultInjection.Enabled = true, configureBuilder: configure);

    private static async Task<StatementStatus> StatusOf(SqlApiServer server, string handle) =>
        (await server.Services.GetRequiredService<IStatementStore>().FindAsync(StatementHandle.Parse(handle), default))!.Status;
}
