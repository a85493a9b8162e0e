using System.Net;

namespace Mockhaus.Statements.Tests.SqlApi;

/// <summary>HEAD answers as GET does, without a body.</summary>
public sealed class HeadTests : SqlApiFixture
{
    protected override void Configure(MockhausStatementsOptions options) => (options.Results.InlineResultBytes, options.Results.ResultBatchSize) = (0, 100);

    [TestCase("", null)]
    [TestCase("", "gzip")]
    [TestCase("/", "gzip")]
    [TestCase("?partition=1", null)]
    [TestCase("?partition=1", "identity")]
    [TestCase("?partition=9", null)]
    public async Task Of_a_statement(string query, string? accepted)
    {
        var handle = (await Client.SubmitAsync("select * from range(300)")).Handle;

        await SameAsync($"/api/v2/statements/{handle}{query}", accepted);
    }

    [TestCase("/api/v2/statements/01a20461-190b-7a04-bc5e-81b7966896fb")]
    [TestCase("/api/v2/openapi.json")]
    public async Task Of_everything_else_that_can_be_read(string path) => await SameAsync(path, accepted: null);

    [Test]
    public async Task Of_a_statement_that_runs()
    {
        var handle = (await Client.SubmitAsync("select count(*) from range(1000000000000)", "?async=true")).Handle;

        await SameAsync($"/api/v2/statements/{handle}", accepted: null);
        await Client.CancelAsync(handle);
    }

    private async Task SameAsync(string path, string? accepted)
    {
        var get = await AskAsync(HttpMethod.Get, path, accepted);
        var head = await AskAsync(HttpMethod.Head, path, accepted);

        head.Status.Should().Be(get.Status);
        head.Headers.Should().Equal(get.Headers);
        (get.Length > 0, head.Length).Should().Be((true, 0));
    }

    private async Task<(HttpStatusCode Status, List<string> Headers, int Length)> AskAsync(HttpMethod method, string path, string? accepted)
    {
        using var http = new HttpClient { BaseAddress = Server.Address };
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new("Bearer", "me");
        request.Headers.Add("Accept-Encoding", accepted is null ? [] : [accepted]);
        using var response = await http.SendAsync(request);

        // A link's request id is new each time, the date passes, and how a body is cut says nothing where there is none.
        var headers = response.Headers.Concat(response.Content.Headers)
            .Where(header => header.Key is not ("Date" or "Transfer-Encoding"))
            .Select(header => $"{header.Key}: {(header.Key == "Link" ? "" : string.Join(',', header.Value))}")
            .Order(StringComparer.Ordinal);
        return (response.StatusCode, headers.ToList(), (await response.Content.ReadAsByteArrayAsync()).Length);
    }
}
