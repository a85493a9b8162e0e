using System.Net;
using System.Text;

namespace Mockhaus.Statements.Tests.SqlApi;

/// <summary>The Vary header, as recorded: what rows and states depend on, and what errors do.</summary>
public sealed class VaryTests : SqlApiFixture
{
    private const string Success = "Accept-Encoding, User-Agent";
    private const string Errors = "Accept-Encoding";
    private const string Unknown = "/01a20461-190b-7a04-bc5e-81b7966896fb";

    private HttpClient _http = null!;

    protected override void Configure(MockhausStatementsOptions options) =>
        (options.Results.InlineResultBytes, options.Results.ResultBatchSize) = (0, 1_000);

    [SetUp]
    public void SetUp()
    {
        _http = new() { BaseAddress = Server.Address };
        _http.DefaultRequestHeaders.Authorization = new("Bearer", "me");
    }

    [TearDown]
    public void TearDown() => _http.Dispose();

    [TestCase("select 1", "", HttpStatusCode.OK, Success)]
    [TestCase("select count(*) from range(10)", "?async=true", HttpStatusCode.Accepted, Success)]
    [TestCase("selec", "", HttpStatusCode.UnprocessableEntity, Errors)]
    [TestCase("", "", HttpStatusCode.BadRequest, Errors)]
    public async Task Of_a_post(string sql, string query, HttpStatusCode status, string vary) =>
        await CheckAsync(HttpMethod.Post, query, status, vary, $$"""{"statement": "{{sql}}"}""");

    [TestCase("", HttpStatusCode.OK, Success)]
    [TestCase("?partition=1", HttpStatusCode.OK, Success)]
    [TestCase("?partition=9", HttpStatusCode.BadRequest, Errors)]
    public async Task Of_a_get(string query, HttpStatusCode status, string vary) =>
        await CheckAsync(HttpMethod.Get, $"/{(await Client.SubmitAsync("select * from range(1500)")).Handle}{query}", status, vary);

    [Test]
    public async Task Of_a_handle_that_is_not_known()
    {
        await CheckAsync(HttpMethod.Get, Unknown, HttpStatusCode.BadRequest, Errors);
        await CheckAsync(HttpMethod.Post, Unknown + "/cancel", HttpStatusCode.UnprocessableEntity, Errors);
    }

    [Test]
    public async Task Of_a_cancel()
    {
        var running = await Client.SubmitAsync("select count(*) from range(1000000000000)", "?async=true");

        await CheckAsync(HttpMethod.Post, $"/{running.Handle}/cancel", HttpStatusCode.OK, Success);
    }

    [Test]
    public async Task Of_a_request_without_a_token()
    {
        _http.DefaultRequestHeaders.Authorization = null;

        await CheckAsync(HttpMethod.Get, Unknown, HttpStatusCode.BadRequest, Errors);
    }

    private async Task CheckAsync(HttpMethod method, string path, HttpStatusCode status, string vary, string? body = null)
    {
        using var request = new HttpRequestMessage(method, "/api/v2/statements" + path)
        {
            Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
        };
        using var response = await _http.SendAsync(request);

        response.StatusCode.Should().Be(status);
        response.Headers.NonValidated["Vary"].ToString().Should().Be(vary);
    }
}
