using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Mockhaus.Statements.AspNetCore;

namespace Mockhaus.Statements.Tests.SqlApi;

public sealed class BadInputTests : SqlApiFixture
{
    protected override void ConfigureApi(SqlApiOptions options) => options.MaxRequestBodyBytes = 2 * 1024 * 1024;

    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("{\"statement\": 7}")]
    [TestCase("{\"statement\": \"select 1\"")]
    [TestCase("{\"statement\": \"\\ud800\"}")]
    [TestCase("{\"statement\": \"select 1\", \"timeout\": -1}")]
    [TestCase("{\"statement\": \"select 1\", \"timeout\": \"soon\"}")]
    [TestCase("{\"statement\": \"select 1\", \"bindings\": {\"1\": null}}")]
    [TestCase("{\"statement\": \"select 1\", \"bindings\": {\"1\": 7}}")]
    [TestCase("not json at all")]
    [TestCase("{\"statement\": \"select ?\", \"bindings\": {\"1\": {\"type\": \"TEXT\", \"value\": \"\\ud800\"}}}")]
    [TestCase("{\"statement\": \"select 1\", \"parameters\": {\"query_tag\": \"\\ud800\"}}")]
    public async Task A_malformed_payload_is_refused(string body)
    {
        var answer = await Client.PostAsync("/api/v2/statements", body);

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        answer.Members.Should().Equal("code", "message", "sqlState", "statementHandle");
        answer.Code.Should().Be("390142");
    }

    [TestCase("{'statement': 'select 1', 'parameters': {'query_tag': ?}}")]
    [TestCase("{'statement': 'select 1', 'parameters': {'query_tag': {'a': '?'}}}")]
    [TestCase("{'statement': 'select 1', 'parameters': {'query_tag': ['?']}}")]
    [TestCase("{'statement': 'select 1', 'parameters': {'?': 'a'}}")]
    [TestCase("{'statement': 'select ?', 'bindings': {'?': {'type': 'TEXT', 'value': 'a'}}}")]
    [TestCase("{'statement': 'select 1', 'bindings': {'1': {'type': '?', 'value': 'a'}}}")]
    public async Task Bytes_that_are_no_utf_8_are_refused_wherever_they_are(string body)
    {
        using var content = new ByteArrayContent([.. body.Select(letter => letter switch { '?' => (byte)0xFF, '\'' => (byte)'"', _ => (byte)letter })]);
        content.Headers.ContentType = new("application/json");

        var answer = await Client.SendAsync(HttpMethod.Post, "/api/v2/statements", content);

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        answer.Code.Should().Be("390142");
    }

    [TestCase("")]
    [TestCase("   \\n")]
    [TestCase("-- only a comment")]
    [TestCase(";;")]
    public async Task An_empty_statement_is_refused_without_a_handle(string sql)
    {
        var answer = await Client.PostAsync("/api/v2/statements", $$"""{"statement": "{{sql}}"}""");

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        answer.Code.Should().Be("000900");
        answer.Json.GetProperty("statementHandle").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
    }

    [Test]
    public async Task Broken_sql_is_an_error_and_the_next_statement_works()
    {
        var broken = await Client.SubmitAsync("selec 42");
        var next = await Client.SubmitAsync("select 42");

        broken.Status.Should().Be(HttpStatusCode.UnprocessableEntity);
        broken.Members.Should().Equal("code", "message", "sqlState", "statementHandle");
        broken.Code.Should().Be("001003");
        (await Client.GetAsync(broken.Handle)).Body.Should().Equal(broken.Body);
        next.Status.Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task Sql_with_a_nul_character_is_not_cut_short()
    {
        var answer = await Client.PostAsync("/api/v2/statements", "{\"statement\": \"select 1 \\u0000 from nowhere\"}");

        answer.Status.Should().Be(HttpStatusCode.UnprocessableEntity);
        answer.Code.Should().Be("001003");
    }

    [Test]
    public async Task A_statement_that_is_too_long_is_refused_with_the_limit()
    {
        var answer = await Client.SubmitAsync("select '" + new string('x', 1024 * 1024) + "'");

        answer.Status.Should().Be(HttpStatusCode.UnprocessableEntity);
        answer.Message.Should().Contain("1048576");
    }

    [Test]
    public async Task A_body_of_a_hundred_megabytes_is_refused([Values] bool chunked)
    {
        using var content = new StreamContent(new MemoryStream(new byte[100 * 1024 * 1024]));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json");
        if (chunked)
        {
            content.Headers.ContentLength = null;
        }

        using var http = new HttpClient { BaseAddress = Server.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v2/statements") { Content = content };
        request.Headers.Authorization = new("Bearer", "me");
        request.Headers.ExpectContinue = true;
        request.Headers.TransferEncodingChunked = chunked;
        using var response = await http.SendAsync(request);

        response.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        (await response.Content.ReadAsStringAsync()).Should().Contain("2097152");
    }

    [TestCase("zz")]
    [TestCase("80000000")]
    [TestCase("ffffffffffffffff")]
    public async Task A_chunk_of_no_size_is_refused(string size)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Server.Address.Host, Server.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            "POST /api/v2/statements HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer me\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
            + $"{size}\r\n{{"));
        using var reader = new StreamReader(stream);

        (await reader.ReadLineAsync()).Should().Be("HTTP/1.1 400 Bad Request");
    }

    [TestCase("no-handle")]
    [TestCase("01a20461-190b-7a04-bc5e-81b79668")]
    [TestCase("{01a20461-190b-7a04-bc5e-81b7966896fb}")]
    [TestCase("01a20461-190b-7a04-bc5e-81b7966896fb")]
    public async Task A_handle_that_is_none_is_not_found(string handle)
    {
        var get = await Client.GetAsync(handle);
        var cancel = await Client.CancelAsync(handle);

        get.Status.Should().Be(HttpStatusCode.BadRequest);
        get.Code.Should().Be("000709");
        get.Message.Should().Be($"Statement {handle} not found");
        cancel.Status.Should().Be(HttpStatusCode.UnprocessableEntity);
        cancel.Code.Should().Be("000709");
    }

    [Test]
    public async Task A_request_without_a_token_is_refused()
    {
        using var anonymous = new SqlApiClient(Server.Address, token: null);
        var answer = await anonymous.SubmitAsync("select 1");

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        answer.Code.Should().Be("390146");
    }

    [Test]
    public async Task A_wrong_content_type_is_refused()
    {
        var answer = await Client.PostAsync("/api/v2/statements", "{\"statement\": \"select 1\"}", "text/plain");

        answer.Status.Should().Be(HttpStatusCode.UnsupportedMediaType);
        answer.Message.Should().Contain("application/json");
    }

    [Test]
    public async Task A_wrong_method_is_refused_with_an_empty_body()
    {
        var answer = await Client.SendAsync(HttpMethod.Delete, "/api/v2/statements/01a20461-190b-7a04-bc5e-81b7966896fb");

        answer.Status.Should().Be(HttpStatusCode.MethodNotAllowed);
        answer.Body.Should().BeEmpty();
    }
}
