using System.Net;
using Mockhaus.Statements.Tests.SqlApi;

namespace Mockhaus.Statements.Tests.FaultInjection;

public sealed class DropTests : FaultInjectionFixture
{
    protected override void Configure(MockhausStatementsOptions options) => (options.Results.InlineResultBytes, options.Results.ResultBatchSize) = (0, 100);

    [Test]
    public async Task Polling_loses_its_connection_and_finds_the_result_afterwards()
    {
        using var client = ClientWith("get:drop@2*2");
        var handle = (await client.SubmitAsync("select 42")).Handle;

        (await client.GetAsync(handle)).Status.Should().Be(HttpStatusCode.OK);
        await DroppedAsync(() => client.GetAsync(handle));
        await DroppedAsync(() => client.GetAsync(handle));
        (await client.GetAsync(handle)).Rows[0].Should().Equal("42");
    }

    [TestCase("drop", 0)]
    [TestCase("drop=after", 1)]
    [TestCase("drop=body", 1)]
    public async Task A_post_that_was_dropped_has_run_or_not_and_a_retry_runs_it_once(string fault, int rows)
    {
        using var client = ClientWith(fault);
        using var untroubled = ClientWith(null);
        await untroubled.SubmitAsync("create or replace table once (i int)");

        await DroppedAsync(() => client.SubmitAsync("insert into once values (1)", "?requestId=a"));
        var ran = await untroubled.SubmitAsync("select count(*) from once");
        var retry = await client.SubmitAsync("insert into once values (1)", "?requestId=a&retry=true");

        ran.Rows[0][0].Should().Be($"{rows}");
        retry.Status.Should().Be(HttpStatusCode.OK);
        (await untroubled.SubmitAsync("select count(*) from once")).Rows[0][0].Should().Be("1");
    }

    [Test]
    public async Task A_partition_breaks_off_in_the_middle_and_is_whole_the_next_time()
    {
        using var client = ClientWith("partition:drop=body@2");
        var handle = (await client.SubmitAsync("select * from range(300)")).Handle;

        (await client.GetAsync(handle)).PartitionRows.Should().Equal(100, 100, 100);
        (await client.GetAsync(handle, "?partition=1")).Rows.Should().HaveCount(100);
        await DroppedAsync(() => client.GetAsync(handle, "?partition=2"));
        (await client.GetAsync(handle, "?partition=2")).Rows.Should().HaveCount(100);
    }

    [Test]
    public async Task Half_of_a_body_does_arrive()
    {
        var handle = (await Client.SubmitAsync("select * from range(300)")).Handle;
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Server.Address, $"/api/v2/statements/{handle}?partition=1"));
        request.Headers.Authorization = new("Bearer", "me");
        request.Headers.Add("X-Mockhaus-Fault", "drop=body");

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        var half = new byte[response.Content.Headers.ContentLength!.Value / 2];
        await body.ReadExactlyAsync(half);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        half.Should().StartWith([0x1f, 0x8b], "the partition is gzipped");
        await body.Awaiting(rest => rest.ReadExactlyAsync(new byte[1]).AsTask()).Should().ThrowAsync<IOException>();
    }

    private static async Task DroppedAsync(Func<Task<SqlApiAnswer>> send) => await send.Should().ThrowAsync<HttpRequestException>();
}
