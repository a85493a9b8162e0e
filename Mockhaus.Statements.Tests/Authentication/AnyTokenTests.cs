using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Mockhaus.Statements.Tests.SqlApi;

namespace Mockhaus.Statements.Tests.Authentication;

/// <summary>Without a word about it, any token will do, and what it says is believed.</summary>
public sealed class AnyTokenTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2030-01-02T03:04:05Z", CultureInfo.InvariantCulture);
    private static readonly KeyPair Key = new();

    private SqlApiServer _server = null!;
    private Asker _asker = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _server = await SqlApiServer.StartAsync();
        _asker = new(_server.Address);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _asker.Dispose();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task A_client_that_renews_its_jwt_stays_in_its_session()
    {
        var handle = await _asker.HandleOfAsync(Key.Token(Now));

        (await _asker.FindAsync(Key.Token(Now.AddHours(1)), handle)).Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_user_with_a_new_key_stays_in_the_session()
    {
        var handle = await _asker.HandleOfAsync(Key.Token(Now));

        (await _asker.FindAsync(new KeyPair().Token(Now, "acme.Ada"), handle)).Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task Jwts_of_other_people_are_other_sessions()
    {
        var handle = await _asker.HandleOfAsync(Key.Sign("""{"iss": "https://login", "sub": "ada"}"""));

        (await _asker.FindAsync(Key.Sign("""{"iss": "https://login", "sub": "ada", "jti": "2"}"""), handle)).Should().Be(HttpStatusCode.OK);
        foreach (var other in new[]
                 {
                     """{"iss": "https://login", "sub": "grace"}""",
                     """{"iss": "https://other", "sub": "ada"}""",
                     """{"iss": "https://login", "sub": "Ada"}""",
                     """{"iss": "https://login\nada", "sub": "ada"}""",
                     """{"iss": "https://login"}""",
                     """{"sub": "ada"}""",
                     "{}",
                 })
        {
            (await _asker.FindAsync(Key.Sign(other), handle)).Should().Be(HttpStatusCode.BadRequest, other);
        }
    }

    [Test]
    public async Task A_jwt_without_issuer_or_subject_is_a_session_of_its_own()
    {
        var handle = await _asker.HandleOfAsync(Key.Sign("""{"iss": "https://login", "p": "1"}"""));

        (await _asker.FindAsync(Key.Sign("""{"iss": "https://login", "p": "1"}"""), handle)).Should().Be(HttpStatusCode.OK);
        (await _asker.FindAsync(Key.Sign("""{"iss": "https://login", "p": "2"}"""), handle)).Should().Be(HttpStatusCode.BadRequest);
        (await _asker.FindAsync(Key.Sign("""{"iss": "https://login", "sub": null}"""), handle)).Should().Be(HttpStatusCode.BadRequest);
        (await _asker.FindAsync(Key.Sign("""{"iss": null, "sub": "ada"}"""), handle)).Should().Be(HttpStatusCode.BadRequest);
    }

    [Test]
    public async Task Session_ids_are_hashes_as_the_documentation_says()
    {
        var opaque = StatementHandle.Parse(await _asker.HandleOfAsync("an opaque token"));
        var jwt = StatementHandle.Parse(await _asker.HandleOfAsync(Key.Token(Now, "acme.grace")));
        var foreign = StatementHandle.Parse(await _asker.HandleOfAsync(Key.Sign("""{"iss": "https://login", "sub": "grace"}""")));

        var manager = _server.Services.GetRequiredService<StatementManager>();
        (await manager.OpenSession(HashOf("an opaque token")).GetAsync(opaque)).Sql.Should().Be("select 42");
        (await manager.OpenSession(HashOf("ACME.GRACE\nACME.GRACE")).GetAsync(jwt)).Sql.Should().Be("select 42");
        (await manager.OpenSession(HashOf("https://login\ngrace")).GetAsync(foreign)).Sql.Should().Be("select 42");
    }

    [TestCase("a.b.c")]
    [TestCase("..")]
    [TestCase("ver:1-hint:7.did:x.y")]
    [TestCase("e30.e30.")]
    [TestCase("e30..")]
    [TestCase("bnVsbA.bnVsbA.x")]
    [TestCase("W10.W10.x")]
    [TestCase("e30.eyJpc3MiOjcsInN1YiI6e319.x")]
    [TestCase("e30.eyJpc3MiOiJcdWQ4MDAiLCJzdWIiOiJhIn0.x")]
    [TestCase("****")]
    [TestCase("ünï©ode")]
    public async Task What_only_looks_like_a_jwt_is_an_opaque_token(string token)
    {
        var (status, _, response) = await _asker.AskAsync($"bearer   {token}");
        response.Dispose();

        status.Should().Be(HttpStatusCode.OK);
    }

    [TestCase(15_000, HttpStatusCode.OK)]
    [TestCase(30_000, HttpStatusCode.OK)]
    [TestCase(100_000, HttpStatusCode.RequestHeaderFieldsTooLarge)]
    public async Task A_huge_token_is_taken_or_refused_but_breaks_nothing(int length, HttpStatusCode expected)
    {
        var (opaque, _, first) = await _asker.AskAsync($"Bearer {new string('x', length)}");
        var (jwt, _, second) = await _asker.AskAsync($"Bearer {KeyPair.Encode("{}")}.{KeyPair.Encode(new string('[', length / 2))}.x");
        first.Dispose();
        second.Dispose();

        opaque.Should().Be(expected);
        jwt.Should().Be(expected);
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("Bearer")]
    [TestCase("Bearer    ")]
    [TestCase("Basic YTpi")]
    public async Task A_request_without_a_bearer_token_is_refused(string? authorization)
    {
        var (status, body, response) = await _asker.AskAsync(authorization);
        response.Dispose();

        status.Should().Be(HttpStatusCode.BadRequest);
        body.Should().StartWith("""{"code":"390146","message":"Authorization header not found""").And.EndWith("\"statementHandle\":null}");
    }

    [Test]
    public async Task The_header_that_names_the_type_of_the_token_changes_nothing()
    {
        foreach (var type in new[] { "KEYPAIR_JWT", "OAUTH", "PROGRAMMATIC_ACCESS_TOKEN", "something else" })
        {
            var (status, _, response) = await _asker.AskAsync("Bearer me", type);
            response.Dispose();
            status.Should().Be(HttpStatusCode.OK, type);
        }
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
