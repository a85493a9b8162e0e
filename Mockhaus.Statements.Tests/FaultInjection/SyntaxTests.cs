using System.Net;
using Mockhaus.Statements.Tests.SqlApi;

namespace Mockhaus.Statements.Tests.FaultInjection;

public sealed class SyntaxTests : FaultInjectionFixture
{
    [TestCase("nonsense")]
    [TestCase("418")]
    [TestCase("4299")]
    [TestCase("429*")]
    [TestCase("429*0")]
    [TestCase("429*1000001")]
    [TestCase("429*99999999999999999999")]
    [TestCase("429@0")]
    [TestCase("429*2@3")]
    [TestCase("429=body")]
    [TestCase("503=handle")]
    [TestCase("drop=handle")]
    [TestCase("put:429")]
    [TestCase(":429")]
    [TestCase("running=10")]
    [TestCase("running=00:00:10*2")]
    [TestCase("cancel:running")]
    [TestCase("expire*2")]
    [TestCase("post:expire")]
    [TestCase("rows")]
    [TestCase("rows=0")]
    [TestCase("rows=-1")]
    [TestCase("rows=all")]
    [TestCase("get:rows=1")]
    [TestCase("advance")]
    [TestCase("advance=1")]
    [TestCase("advance=-01:00:00")]
    [TestCase("advance=00:00:00")]
    [TestCase("advance=3651.00:00:00")]
    [TestCase("advance=99999999999.00:00:00")]
    [TestCase("advance=::::")]
    [TestCase("503; 429 503")]
    [TestCase("{\"429\": 2}")]
    public async Task What_is_not_known_is_refused_and_what_is_known_is_said(string fault)
    {
        using var client = ClientWith(fault);

        var answer = await client.SubmitAsync("select 1");

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        answer.Code.Should().Be("390142");
        answer.Message.Should().Contain("is unknown. Use 401,").And.Contain(fault.Split(';')[^1].Trim());
        (await client.GetAsync("01a20461-190b-7a04-bc5e-81b7966896fb")).Status.Should().Be(HttpStatusCode.BadRequest);
        client.Fault = null;
        (await SubmitTaggedAsync(client, "select 1", $"MOCKHAUS:{fault}")).Code.Should().Be("390142");
        (await client.SubmitAsync("select 1")).Status.Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task Too_many_words_are_refused()
    {
        using var client = ClientWith(string.Join(';', Enumerable.Repeat("429", 251)));

        (await client.SubmitAsync("select 1")).Message.Should().Contain("the limit is 1000");
    }

    [TestCase(" ")]
    [TestCase(";,;")]
    public async Task No_words_are_no_trouble(string fault)
    {
        using var client = ClientWith(fault);

        (await client.SubmitAsync("select 1")).Status.Should().Be(HttpStatusCode.OK);
    }

    [TestCase("", HttpStatusCode.BadRequest)]
    [TestCase("{", HttpStatusCode.BadRequest)]
    [TestCase("[]", HttpStatusCode.BadRequest)]
    [TestCase("null", HttpStatusCode.BadRequest)]
    [TestCase("""{"statement": 1}""", HttpStatusCode.BadRequest)]
    [TestCase("""{"statement": "select 1", "parameters": 5}""", HttpStatusCode.BadRequest)]
    [TestCase("""{"statement": "select 1", "parameters": []}""", HttpStatusCode.BadRequest)]
    [TestCase("""{"statement": "select '\ud800'"}""", HttpStatusCode.BadRequest)]
    [TestCase("""{"statement": "select 1", "parameters": {"query_tag": "\ud800"}}""", HttpStatusCode.BadRequest)]
    [TestCase("""{"statement": "select 1", "parameters": {"\ud800": "x"}}""", HttpStatusCode.BadRequest)]
    [TestCase("""{"statement": "select 1", "parameters": null}""", HttpStatusCode.OK)]
    [TestCase("""{"statement": "select 1", "parameters": {"query_tag": null}}""", HttpStatusCode.OK)]
    [TestCase("""{"statement": "select 1", "parameters": {"query_tag": "x", "QUERY_TAG": "y"}}""", HttpStatusCode.OK)]
    public async Task A_body_is_judged_as_it_is_without_trouble(string body, HttpStatusCode status)
    {
        using var faulty = ClientWith("rows=2; expire@9");
        using var untroubled = ClientWith(null);

        var answer = await faulty.PostAsync("/api/v2/statements", body);

        answer.Status.Should().Be(status);
        (await untroubled.PostAsync("/api/v2/statements", body)).Status.Should().Be(status);
        (await faulty.SubmitAsync("select 1")).Status.Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_body_that_is_too_large_is_refused_as_it_is_without_trouble()
    {
        using var client = ClientWith("429");

        var answer = await client.PostAsync("/api/v2/statements", new string(' ', (16 * 1024 * 1024) + 1));

        answer.Status.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        (await client.SubmitAsync("select 1")).Status.Should().Be(HttpStatusCode.TooManyRequests);
    }

    [Test]
    public async Task Whoever_has_no_token_makes_no_trouble()
    {
        using var client = new SqlApiClient(Server.Address, null) { Fault = "503" };

        (await client.SubmitAsync("select 1")).Code.Should().Be("390146");
    }

    [Test]
    public async Task What_is_no_handle_is_answered_as_it_is_without_trouble()
    {
        using var client = ClientWith("drop");

        (await client.GetAsync("no-handle")).Code.Should().Be("000709");
    }
}
