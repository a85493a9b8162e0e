using System.Net;
using System.Security.Cryptography;
using System.Text;
using Mockhaus.Statements.AspNetCore;

namespace Mockhaus.Statements.Tests.Authentication;

/// <summary>Opaque tokens that belong to users, so that a renewed one keeps its session.</summary>
[TestFixture(false)]
[TestFixture(true)]
public sealed class UserTokenTests(bool areChecked) : TokenFixture
{
    private const string First = "pat-first-0123456789";
    private const string Renewed = "pat-renewed-0123456789";
    private const string Other = "pat-other-0123456789";

    private static readonly KeyPair Key = new();

    [Test]
    public async Task A_renewed_token_keeps_the_session_of_its_user_and_no_log_has_either()
    {
        var handle = await Asker.HandleOfAsync(First);

        (await Asker.FindAsync(Renewed, handle)).Should().Be(HttpStatusCode.OK);
        (await Asker.FindAsync(Other, handle)).Should().Be(HttpStatusCode.BadRequest, "it is another user's");
        Logs.Lines.Should().NotContain(line => line.Contains(First) || line.Contains(Renewed));
    }

    [Test]
    public async Task A_user_with_an_account_has_one_session_for_tokens_and_key_pair_jwts()
    {
        var handle = await Asker.HandleOfAsync(First);

        (await Asker.FindAsync(Key.Token(Now, "acme.ada"), handle)).Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_hash_of_a_token_is_no_token()
    {
        (await Asker.FindAsync(HashOf(Renewed), await Asker.HandleOfAsync(First)))
            .Should().Be(areChecked ? HttpStatusCode.Unauthorized : HttpStatusCode.BadRequest);
    }

    [Test]
    public async Task A_token_that_is_not_named_is_refused_or_has_a_session_of_its_own()
    {
        (await Asker.FindAsync("pat-unknown", await Asker.HandleOfAsync(First)))
            .Should().Be(areChecked ? HttpStatusCode.Unauthorized : HttpStatusCode.BadRequest);
    }

    private static string HashOf(string token) => $"sha256:{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)))}";

    protected override void Register(SqlApiOptions options)
    {
        options.CheckTokens = areChecked;
        options.UserTokens["Acme.Ada"] = [First, HashOf(Renewed)];
        options.UserTokens["grace"] = [Other];
        if (areChecked)
        {
            options.PublicKeys["ACME.ADA"] = [Key.PublicPem];
        }
    }
}
