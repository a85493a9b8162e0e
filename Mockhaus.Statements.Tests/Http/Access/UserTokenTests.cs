using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Mockhaus.Statements.AspNetCore;

namespace Mockhaus.Statements.Tests.Http.Access;

/// <summary>Opaque tokens that belong to users, so that a renewed one keeps its session.</summary>
[TestFixture(false)]
[TestFixture(true)]
public sealed class UserTokenTests(bool areChecked)
{
    private const string First = "pat-first-0123456789";
    private const string Renewed = "pat-renewed-0123456789";
    private const string Other = "pat-other-0123456789";

    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2030-01-02T03:04:05Z", CultureInfo.InvariantCulture);
    private static readonly KeyPair Key = new();

    private readonly AllLogs _logs = new();
    private SqlApiServer _server = null!;
    private Asker _asker = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _server = await SqlApiServer.StartAsync(configureApi: Register, configureBuilder: builder => builder.Services
            .AddSingleton<TimeProvider>(new FakeTimeProvider(Now))
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_logs)));
        _asker = new(_server.Address);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _asker.Dispose();
        await _server.DisposeAsync();
        _logs.Dispose();
    }

    [Test]
    public async Task A_renewed_token_keeps_the_session_of_its_user_and_no_log_has_either()
    {
        var handle = await _asker.HandleOfAsync(First);

        (await _asker.FindAsync(Renewed, handle)).Should().Be(HttpStatusCode.OK);
        (await _asker.FindAsync(Other, handle)).Should().Be(HttpStatusCode.BadRequest, "it is another user's");
        _logs.Lines.Should().NotContain(line => line.Contains(First) || line.Contains(Renewed));
    }

    [Test]
    public async Task A_user_with_an_account_has_one_session_for_tokens_and_key_pair_jwts()
    {
        var handle = await _asker.HandleOfAsync(First);

        (await _asker.FindAsync(Key.Token(Now, "acme.ada"), handle)).Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_hash_of_a_token_is_no_token()
    {
        (await _asker.FindAsync(HashOf(Renewed), await _asker.HandleOfAsync(First)))
            .Should().Be(areChecked ? HttpStatusCode.Unauthorized : HttpStatusCode.BadRequest);
    }

    [Test]
    public async Task A_token_that_is_not_named_is_refused_or_has_a_session_of_its_own()
    {
        (await _asker.FindAsync("pat-unknown", await _asker.HandleOfAsync(First)))
            .Should().Be(areChecked ? HttpStatusCode.Unauthorized : HttpStatusCode.BadRequest);
    }

    private static string HashOf(string token) => $"sha256:{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)))}";

    private void Register(SqlApiOptions options)
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
