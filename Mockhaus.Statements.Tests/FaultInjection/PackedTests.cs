using System.Net;
using Mockhaus.Statements.Tests.SqlApi;

namespace Mockhaus.Statements.Tests.FaultInjection;

/// <summary>Every fault at every point, to clients that accept gzip, refuse it, or say nothing.</summary>
public sealed class PackedTests : FaultInjectionFixture
{
    private static readonly string?[] Accepted = ["gzip", "identity", null];

    protected override void Configure(MockhausStatementsOptions options) => (options.Results.InlineResultBytes, options.Results.ResultBatchSize) = (0, 100);

    private static IEnumerable<TestCaseData> Answers() =>
        from status in new[] { 401, 408, 429, 500, 503, 504 }
        from moment in new[] { "", "=after" }
        from point in new[] { "post", "get", "partition", "cancel" }
        from accepted in Accepted
        select new TestCaseData(status, moment, point, accepted);

    [TestCaseSource(nameof(Answers))]
    public async Task A_status_in_place_of_an_answer_is_whole_json_and_the_next_answer_goes_through(int status, string moment, string point, string? accepted)
    {
        using var client = ClientWith($"{point}:{status}{moment}");
        var (ask, handle) = await AskerAsync(client, point, accepted);

        var spoilt = await ask();
        var next = await ask();

        ((int)spoilt.Status).Should().Be(status);
        spoilt.ContentEncoding.Should().BeNull();
        spoilt.Link.Should().BeNull();
        spoilt.Code.Should().NotBeEmpty();
        ((int)next.Status).Should().Be(point == "cancel" ? 422 : 200);
        (point == "partition" ? next.Rows.Count : 100).Should().Be(100);
        if (status == 408 && moment.Length > 0)
        {
            spoilt.Handle.Should().Be(handle ?? next.Handle);
        }
    }

    private static IEnumerable<TestCaseData> Drops() =>
        from drop in new[] { "drop", "drop=after", "drop=body" }
        from point in new[] { "post", "get", "partition", "cancel" }
        from accepted in Accepted
        select new TestCaseData(drop, point, accepted);

    [TestCaseSource(nameof(Drops))]
    public async Task A_connection_that_is_dropped_breaks_off_and_the_next_answer_goes_through(string drop, string point, string? accepted)
    {
        using var client = ClientWith($"{point}:{drop}");
        var (ask, _) = await AskerAsync(client, point, accepted);

        await ask.Should().ThrowAsync<HttpRequestException>();
        ((int)(await ask()).Status).Should().Be(point == "cancel" ? 422 : 200);
    }

    [Test]
    public async Task A_429_with_the_handle_says_which(
        [Values("post", "get", "partition")] string point, [ValueSource(nameof(Accepted))] string? accepted)
    {
        using var client = ClientWith($"{point}:429=handle");
        var (ask, handle) = await AskerAsync(client, point, accepted);

        var spoilt = await ask();

        spoilt.Status.Should().Be(HttpStatusCode.TooManyRequests);
        spoilt.Code.Should().Be("333334");
        spoilt.Handle.Should().Be(handle ?? (await ask()).Handle);
    }

    [TestCaseSource(nameof(Accepted))]
    public async Task What_seems_to_run_expires_or_is_cut_does_so(string? accepted)
    {
        using var client = ClientWith("rows=4; running*2");
        var post = await PostAsync(client, accepted, "");
        var get = async () => await GetAsync(client, post.Handle, "", accepted);

        post.Status.Should().Be(HttpStatusCode.Accepted);
        (await StatusesAsync(2, get)).Should().OnlyContain(status => status == HttpStatusCode.Accepted);
        await client.PollAsync(post.Handle);
        (await get()).PartitionRows.Should().HaveCount(75);
        (await GetAsync(client, post.Handle, "?partition=74", accepted)).Rows.Should().HaveCount(4);
        client.Fault = "expire";
        (await get()).Code.Should().Be("000710");
    }

    [TestCaseSource(nameof(Accepted))]
    public async Task Parts_of_a_packed_answer_have_the_trouble_of_the_whole(string? accepted)
    {
        using var client = ClientWith("get:503");
        using var body = new StringContent("""{"statement": "select 1; select 2", "parameters": {"MULTI_STATEMENT_COUNT": "2"}}""");
        body.Headers.ContentType = new("application/json");

        var whole = await client.SendAsync(HttpMethod.Post, "/api/v2/statements", body, acceptEncoding: accepted);
        client.Fault = null;
        var part = whole.Json.GetProperty("statementHandles")[1].GetString()!;

        (await GetAsync(client, part, "", accepted)).Status.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await GetAsync(client, part, "", accepted)).Rows[0].Should().Equal("2");
    }

    /// <summary>What asks for the answer at a point, and the handle where that is known before.</summary>
    private static async Task<(Func<Task<SqlApiAnswer>> Ask, string? Handle)> AskerAsync(SqlApiClient client, string point, string? accepted)
    {
        if (point == "post")
        {
            return (() => PostAsync(client, accepted, "?requestId=a&retry=true"), null);
        }

        var handle = (await PostAsync(client, accepted, "")).Handle;
        client.Fault = null;
        return point switch
        {
            "get" => (() => GetAsync(client, handle, "", accepted), handle),
            "partition" => (() => GetAsync(client, handle, "?partition=1", accepted), handle),
            _ => (() => client.SendAsync(HttpMethod.Post, $"/api/v2/statements/{handle}/cancel", acceptEncoding: accepted), handle),
        };
    }

    private static Task<SqlApiAnswer> GetAsync(SqlApiClient client, string handle, string query, string? accepted) =>
        client.SendAsync(HttpMethod.Get, $"/api/v2/statements/{handle}{query}", acceptEncoding: accepted);

    private static async Task<SqlApiAnswer> PostAsync(SqlApiClient client, string? accepted, string query)
    {
        using var body = new StringContent("""{"statement": "select * from range(300)"}""");
        body.Headers.ContentType = new("application/json");
        return await client.SendAsync(HttpMethod.Post, $"/api/v2/statements{query}", body, acceptEncoding: accepted);
    }
}
