using System.Net;

namespace Mockhaus.Statements.Tests.SqlApi.FactSheet;

/// <summary>The endpoints, their query parameters, and what clients send beside them.</summary>
public sealed class EndpointTests : SqlApiFixture
{
    private const string Statements = "/api/v2/statements";
    private const string Body = """{"statement": "select 42 as a"}""";
    private const string Endless = """{"statement": "select count(*) from range(1000000000000)"}""";

    protected override void Configure(MockhausStatementsOptions options) =>
        (options.Results.InlineResultBytes, options.Results.ResultBatchSize) = (0, 1_000);

    [TestCase("?requestId=6e3b1a2c-0000-4000-8000-0000000000e1", 200)]
    [TestCase("?requestId=6e3b1a2c-0000-4000-8000-0000000000e2&retry=true", 200)]
    [TestCase("?async=false", 200)]
    [TestCase("?async=true", 202)]
    [TestCase("?async=True", 202)]
    [TestCase("?nullable=true", 200)]
    [TestCase("/", 200)]
    [TestCase("/?async=true", 202)]
    [TestCase("?page=2&pageSize=10&other", 200)]
    public async Task Submit_takes(string query, int status) =>
        ((int)(await Client.PostAsync(Statements + query, Body)).Status).Should().Be(status);

    [TestCase("", 1000)]
    [TestCase("?requestId=6e3b1a2c-0000-4000-8000-0000000000e3", 1000)]
    [TestCase("?partition=0", 1000)]
    [TestCase("?partition=1", 500)]
    [TestCase("?partition=%2B1", 500)]
    [TestCase("?requestId=6e3b1a2c-0000-4000-8000-0000000000e3&partition=1", 500)]
    [TestCase("?page=2&pageSize=10&partition=1", 500)]
    [TestCase("/?partition=1", 500)]
    public async Task Get_takes(string query, int rows)
    {
        var submitted = await Client.SubmitAsync("select * from range(1500)");

        (await Client.GetAsync(submitted.Handle, query)).Rows.Should().HaveCount(rows);
    }

    [TestCase("", null)]
    [TestCase("?requestId=6e3b1a2c-0000-4000-8000-0000000000e4", null)]
    [TestCase("", "{}")]
    [TestCase("?other=1", "no json")]
    [TestCase("/", "{}")]
    public async Task Cancel_takes(string query, string? body)
    {
        var running = await Client.PostAsync(Statements + "?async=true", Endless);
        using var content = body is null ? null : new StringContent(body);

        var answer = await Client.SendAsync(HttpMethod.Post, $"{Statements}/{running.Handle}/cancel{query}", content);

        answer.Status.Should().Be(HttpStatusCode.OK);
    }

    [TestCase("""{"statement": "select 42 as a", "resultSetMetaData": {"format": "json"}}""")]
    [TestCase("""{"statement": "select 42 as a", "resultSetMetaData": {"format": "jsonv2"}}""")]
    [TestCase("""{"statement": "select 42 as a", "bindings": {}}""")]
    [TestCase("""{"statement": "select 42 as a", "bindings": null}""")]
    [TestCase("""{"statement": "select 42 as a", "database": null, "schema": null, "warehouse": null, "role": null}""")]
    [TestCase("""{"statement": "select 42 as a", "timeout": null, "parameters": null}""")]
    [TestCase("""{"statement": "select 42 as a", "timeout": 60, "parameters": {}}""")]
    [TestCase("""{"statement": "select 42 as a", "parameters": {"query_tag": "x", "MULTI_STATEMENT_COUNT": "1"}}""")]
    [TestCase("""{"statement": "select 42 as a", "parameters": {"QUERY_TAG": "x", "multi_statement_count": 1}}""")]
    public async Task Submit_takes_the_body(string body) =>
        (await Client.PostAsync(Statements, body)).Rows.Should().ContainSingle().Which.Should().Equal("42");

    [TestCase("application/json")]
    [TestCase("*/*")]
    [TestCase(null)]
    [TestCase("text/html, application/xml")]
    public async Task Whatever_is_accepted_the_answer_is_JSON(string? accept)
    {
        using var http = new HttpClient { BaseAddress = Server.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, Statements) { Content = new StringContent(Body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")) };
        request.Headers.Authorization = new("Bearer", "me");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await http.SendAsync(request);

        response.StatusCode.Should().Be(HttpStatusCode.OK, "and no User-Agent was sent");
        response.Content.Headers.ContentType!.ToString().Should().Be("application/json");
    }

    [TestCase("POST", "/api/v2/statements/{h}/cancel/now")]
    [TestCase("POST", "/api/v2/statements/cancel/{h}")]
    [TestCase("POST", "/api/v2/{h}/cancel")]
    [TestCase("POST", "/api/statements/{h}/cancel")]
    [TestCase("POST", "/api/v1/statements/{h}/cancel")]
    [TestCase("GET", "/api/v2/statement/{h}")]
    public async Task A_wrong_path_is_404_with_an_empty_body_and_cancels_nothing(string method, string path)
    {
        var running = await Client.PostAsync(Statements + "?async=true", Endless);

        var answer = await Client.SendAsync(new(method), path.Replace("{h}", running.Handle, StringComparison.Ordinal));

        answer.Status.Should().Be(HttpStatusCode.NotFound);
        answer.Body.Should().BeEmpty();
        (await Client.GetAsync(running.Handle)).Status.Should().Be(HttpStatusCode.Accepted);
        await Client.CancelAsync(running.Handle);
    }

    [TestCase("GET", "")]
    [TestCase("PUT", "")]
    [TestCase("HEAD", "")]
    [TestCase("HEAD", "/{h}/cancel")]
    [TestCase("POST", "/{h}")]
    [TestCase("DELETE", "/{h}")]
    [TestCase("GET", "/{h}/cancel")]
    public async Task A_wrong_method_is_405_with_an_empty_body(string method, string path)
    {
        var answer = await Client.SendAsync(
            new(method), Statements + path.Replace("{h}", "01a20461-190b-7a04-bc5e-81b7966896fb", StringComparison.Ordinal));

        answer.Status.Should().Be(HttpStatusCode.MethodNotAllowed);
        answer.Body.Should().BeEmpty();
    }
}
