using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Mockhaus.Statements.AspNetCore;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Authentication;

/// <summary>A server that checks its tokens, and tokens that it must not take.</summary>
public sealed class CheckedTokenTests : TokenFixture
{
    private const string InvalidJwt = """{"code":"390144","message":"JWT token is invalid. null"}""";
    private const string Secret = "pat-0123456789-registered";

    private static readonly KeyPair Ada = new();
    private static readonly KeyPair AdasNext = new(3072);
    private static readonly KeyPair Grace = new();
    private static readonly KeyPair Stranger = new();

    [TestCase(null)]
    [TestCase("KEYPAIR_JWT")]
    [TestCase("keypair_jwt")]
    public async Task A_jwt_of_a_registered_key_is_taken(string? type)
    {
        var (status, body) = await AskAsync(Ada.Token(Now), type);

        status.Should().Be(HttpStatusCode.OK, body);
    }

    [TestCase("acme.ada")]
    [TestCase("Acme.Ada")]
    [TestCase("ACME.ADA")]
    public async Task Both_keys_of_a_user_are_the_same_session_in_any_case(string user)
    {
        var handle = await Asker.HandleOfAsync(Ada.Token(Now));

        (await Asker.FindAsync(AdasNext.Token(Now, user), handle)).Should().Be(HttpStatusCode.OK);
        (await Asker.FindAsync(Grace.Token(Now, "ACME.GRACE.HOPPER"), handle)).Should().Be(HttpStatusCode.BadRequest, "it is another user's");
    }

    private static IEnumerable<TestCaseData> Forgeries()
    {
        var payload = PayloadOf(Ada.Token(Now));
        var signature = Ada.Token(Now).Split('.')[2];
        yield return Forgery("alg none, unsigned", $"{KeyPair.Encode("""{"alg":"none"}""")}.{KeyPair.Encode(payload)}.");
        yield return Forgery("alg none, signed", Ada.Sign(payload, """{"alg":"none"}"""));
        yield return Forgery("alg None in other letters", $"{KeyPair.Encode("""{"alg":"nOnE"}""")}.{KeyPair.Encode(payload)}.");
        yield return Forgery("HS256 with the public key as secret", Ada.SignWithPublicKeyAsSecret(payload));
        yield return Forgery("RS512 in the header", Ada.Sign(payload, """{"alg":"RS512"}"""));
        yield return Forgery("PS256 in the header", Ada.Sign(payload, """{"alg":"PS256"}"""));
        yield return Forgery("no alg", Ada.Sign(payload, """{"typ":"JWT"}"""));
        yield return Forgery("a key of its own in the header", Stranger.Sign(payload, """{"alg":"RS256","jwk":{"kty":"RSA"},"jku":"http://127.0.0.1:1/","x5u":"http://127.0.0.1:1/"}"""));
        yield return Forgery("signed by another user", Grace.Sign(payload));
        yield return Forgery("another user's key under the user's name", Grace.Token(Now));
        yield return Forgery("the user's key under another user's name", Ada.Token(Now, "ACME.GRACE.HOPPER"));
        yield return Forgery("a key that is not registered", Stranger.Token(Now));
        yield return Forgery("another account", Ada.Token(Now, "OTHER.ADA"));
        yield return Forgery("a changed payload", $"{Ada.Token(Now).Split('.')[0]}.{KeyPair.Encode(payload.Replace("ADA", "ADa", StringComparison.Ordinal))}.{signature}");
        yield return Forgery("another token's signature", $"{Ada.Token(Now.AddSeconds(1))[..^signature.Length]}{signature}");
        yield return Forgery("no signature", Ada.Token(Now)[..^signature.Length]);
        yield return Forgery("half a signature", Ada.Token(Now)[..^(signature.Length / 2)]);
        yield return Forgery("a fingerprint in other letters", Ada.Token(Now, changes: ("iss", $"ACME.ADA.SHA256:{Ada.Fingerprint[7..].ToUpperInvariant()}")));
        yield return Forgery("an issuer without a fingerprint", Ada.Token(Now, changes: ("iss", "ACME.ADA")));
        yield return Forgery("an issuer that begins with the mark", Ada.Token(Now, changes: ("iss", $".{Ada.Fingerprint}")));
        yield return Forgery("a subject with the fingerprint", Ada.Token(Now, changes: ("sub", $"ACME.ADA.{Ada.Fingerprint}")));
        yield return Forgery("another user's subject", Ada.Token(Now, changes: ("sub", "ACME.GRACE.HOPPER")));
        yield return Forgery("no subject", Ada.Token(Now, changes: ("sub", null)));
        yield return Forgery("no issuer", Ada.Token(Now, changes: ("iss", null)));
        yield return Forgery("no expiry", Ada.Token(Now, changes: ("exp", null)));
        yield return Forgery("no time of issue", Ada.Token(Now, changes: ("iat", null)));
        yield return Forgery("an expiry that is a word", Ada.Token(Now, changes: ("exp", "never")));
        yield return Forgery("an expiry that is an object", Ada.Token(Now, changes: ("exp", new { })));
        yield return Forgery("an expiry beyond all numbers", Ada.Sign(payload.Replace("\"exp\":", "\"exp\":1e400,\"x\":", StringComparison.Ordinal)));
        yield return Forgery("issued in the future", Ada.Token(Now.AddMinutes(2)));
        yield return Forgery("issued at the end of time", Ada.Token(Now, changes: ("iat", long.MaxValue)));
        yield return Forgery("issued in milliseconds", Ada.Token(Now, changes: ("iat", Now.ToUnixTimeMilliseconds())));
        yield return Forgery("not valid yet", Ada.Token(Now, changes: ("nbf", Now.AddMinutes(2).ToUnixTimeSeconds())));
        yield return Forgery("expired, and signed by somebody else", Stranger.Token(Now.AddDays(-1)));
        yield return Forgery("not base64", "***.***.***");
        yield return Forgery("nothing but dots", "..");
        yield return Forgery("a payload that is a list", Ada.Sign("[]"));
        yield return Forgery("a payload that is deep", Ada.Sign(new string('[', 2000)));
        yield return Forgery("a payload that is half", Ada.Sign(payload[..(payload.Length / 2)]));
        yield return Forgery("an issuer that is null", Ada.Sign($$"""{"iss": null, "sub": "ACME.ADA", "iat": {{Now.ToUnixTimeSeconds()}}, "exp": {{Now.ToUnixTimeSeconds() + 60}}}"""));
        yield return Forgery("names that are lists", Ada.Token(Now, changes: ("iss", new[] { $"ACME.ADA.{Ada.Fingerprint}" })));
    }

    [TestCaseSource(nameof(Forgeries))]
    public async Task A_forged_jwt_is_refused(string token)
    {
        var (status, body, response) = await Asker.AskAsync($"Bearer {token}");

        status.Should().Be(HttpStatusCode.Unauthorized);
        body.Should().Be(InvalidJwt);
        response.Headers.WwwAuthenticate.Should().ContainSingle().Which.Scheme.Should().Be("Bearer");
        response.Dispose();
        (await AskAsync(token, "KEYPAIR_JWT")).Should().Be((HttpStatusCode.Unauthorized, InvalidJwt));
    }

    [Test]
    public async Task A_huge_jwt_is_refused()
    {
        var (status, body) = await AskAsync(Ada.Token(Now, changes: ("x", new string('x', 15_000))), "KEYPAIR_JWT");

        (status, body).Should().Be((HttpStatusCode.Unauthorized, InvalidJwt));
    }

    [TestCase(-59, 60, HttpStatusCode.OK, "the last minute")]
    [TestCase(-60, 30, HttpStatusCode.OK, "its end is half a minute ago, and clocks differ")]
    [TestCase(-62, 60, HttpStatusCode.Unauthorized, "it has expired two minutes ago")]
    [TestCase(-59, 60 * 24 * 365, HttpStatusCode.OK, "a year is an hour, and this is its last minute")]
    [TestCase(-62, 60 * 24 * 365, HttpStatusCode.Unauthorized, "a year is an hour")]
    [TestCase(-60 * 24 * 365 * 20, 60, HttpStatusCode.Unauthorized, "it has expired twenty years ago")]
    [TestCase(0, -60 * 24 * 365 * 70, HttpStatusCode.Unauthorized, "it has expired before 1970")]
    [TestCase(0, 60L * 24 * 365 * 9000, HttpStatusCode.OK, "an end that no calendar has is an hour too")]
    public async Task A_jwt_lives_until_its_expiry_and_an_hour_at_most(int issuedMinutesAgo, long lifeMinutes, HttpStatusCode expected, string because)
    {
        var issued = Now.AddMinutes(issuedMinutesAgo);
        var expires = issuedMinutesAgo == -60 && lifeMinutes == 30 ? Now.AddSeconds(-30).ToUnixTimeSeconds() : issued.ToUnixTimeSeconds() + (lifeMinutes * 60);

        var (status, body) = await AskAsync(Ada.Token(issued, changes: ("exp", expires)));

        status.Should().Be(expected, because);
        if (expected == HttpStatusCode.Unauthorized)
        {
            body.Should().Be("""{"code":"390318","message":"OAuth access token expired."}""");
        }
    }

    [TestCase(Secret, null, null)]
    [TestCase(Secret, "OAUTH", null)]
    [TestCase(Secret, "PROGRAMMATIC_ACCESS_TOKEN", null)]
    [TestCase(Secret, "KEYPAIR_JWT", "390144")]
    [TestCase(Secret + "x", null, "390303")]
    [TestCase("me", "OAUTH", "390303")]
    [TestCase("me", "programmatic_access_token", "390303")]
    [TestCase("a.b.c", "OAUTH", "390303")]
    public async Task Of_other_tokens_only_registered_ones_are_taken(string token, string? type, string? code)
    {
        var (status, body) = await AskAsync(token, type);

        status.Should().Be(code is null ? HttpStatusCode.OK : HttpStatusCode.Unauthorized);
        var json = JsonDocument.Parse(body).RootElement;
        json.GetProperty("code").GetString().Should().Be(code ?? "090001");
        if (code is not null)
        {
            json.EnumerateObject().Select(member => member.Name).Should().Equal("code", "message");
        }
    }

    [Test]
    public async Task A_genuine_jwt_that_says_it_is_oauth_is_none()
    {
        (await AskAsync(Ada.Token(Now), "OAUTH")).Body.Should().Be("""{"code":"390303","message":"Invalid OAuth access token."}""");
    }

    [Test]
    public async Task A_type_that_does_not_exist_is_refused_with_those_that_do()
    {
        var (status, body) = await AskAsync(Ada.Token(Now), "JWT");

        status.Should().Be(HttpStatusCode.BadRequest);
        body.Should().Contain("390142").And.Contain("KEYPAIR_JWT, OAUTH or PROGRAMMATIC_ACCESS_TOKEN");
    }

    [Test]
    public async Task A_missing_token_is_refused()
    {
        var (status, body, response) = await Asker.AskAsync(null);
        response.Dispose();

        status.Should().Be(HttpStatusCode.BadRequest);
        body.Should().StartWith("""{"code":"390146",""");
    }

    [Test]
    public async Task Nobody_gets_past_a_refusal_by_any_verb()
    {
        var handle = await Asker.HandleOfAsync(Ada.Token(Now));

        (await Asker.FindAsync(Stranger.Token(Now), handle)).Should().Be(HttpStatusCode.Unauthorized);
        var (cancel, _, response) = await Asker.AskAsync($"Bearer {Stranger.Token(Now)}", path: $"/api/v2/statements/{handle}/cancel");
        response.Dispose();
        cancel.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Test]
    public async Task No_token_gets_into_a_log_a_store_or_an_answer()
    {
        string[] tokens = [Ada.Token(Now), Secret, Stranger.Token(Now), Ada.Token(Now.AddDays(-1)), "opaque-and-unknown", "xxxx.yyyy.zzzz"];
        var answers = new List<string>();
        foreach (var token in tokens)
        {
            answers.Add((await AskAsync(token)).Body);
        }

        var stored = await Server.Services.GetRequiredService<IStatementStore>().ListAsync(new(), default).Select(statement => $"{statement}").ToListAsync();
        stored.Should().NotBeEmpty();
        Logs.Lines.Should().Contain(line => line.Contains("A request was refused with InvalidJwt: ", StringComparison.Ordinal));
        foreach (var part in tokens.SelectMany(token => token.Split('.')).Where(part => part.Length > 3))
        {
            answers.Concat(stored).Concat(Logs.Lines).Should().NotContain(text => text.Contains(part, StringComparison.Ordinal));
        }
    }

    protected override void Register(SqlApiOptions options)
    {
        options.CheckTokens = true;
        options.PublicKeys["acme.Ada"] = [Ada.PublicPem, AdasNext.PublicBase64];
        options.PublicKeys["ACME.GRACE.HOPPER"] = [Grace.PublicPem];
        options.Tokens.Add(Secret);
    }

    private static TestCaseData Forgery(string name, string token) =>
        new TestCaseData(token).SetName($"{nameof(A_forged_jwt_is_refused)}({name})");

    private static string PayloadOf(string token) => KeyPair.Decode(token.Split('.')[1]);

    private async Task<(HttpStatusCode Status, string Body)> AskAsync(string token, string? type = null)
    {
        var (status, body, response) = await Asker.AskAsync($"Bearer {token}", type);
        response.Dispose();
        return (status, body);
    }
}
