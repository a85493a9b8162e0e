using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Mockhaus.Statements.Tests.Authentication;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Sample;

/// <summary>The sample server with HTTPS, and with tokens that it checks.</summary>
public sealed partial class SampleHttpsTests
{
    [Test]
    public async Task One_port_answers_https_and_http_and_the_written_certificate_is_trusted()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("dev.pem");
        await using var server = await SampleProcess.StartAsync("--https", "--cert-file", file);
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(file);
        using var http = Client(certificate);
        var address = AddressOf(server);

        (await http.GetStringAsync($"{address}health")).Should().Be("Healthy");
        (await http.GetStringAsync($"https://localhost:{address.Port}/health")).Should().Be("Healthy");
        (await http.GetStringAsync($"http://127.0.0.1:{address.Port}/health")).Should().Be("Healthy");
        using var plain = server.Client();
        (await plain.SubmitAsync("select 42")).Status.Should().Be(HttpStatusCode.OK);
        using var asker = new Asker(new($"http://127.0.0.1:{address.Port}"));
        (await asker.HandleOfAsync("me")).Should().NotBeEmpty();
    }

    [Test]
    public async Task The_certificate_is_for_this_machine_short_lived_and_as_it_was_printed()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("dev.pem");
        await using var server = await SampleProcess.StartAsync($"--cert-file={file}");
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(file);

        certificate.MatchesHostname("localhost").Should().BeTrue();
        certificate.MatchesHostname("127.0.0.1").Should().BeTrue();
        certificate.MatchesHostname("example.com").Should().BeFalse();
        (certificate.NotAfter - certificate.NotBefore).Should().BeLessThan(TimeSpan.FromDays(31));
        certificate.Extensions.OfType<X509BasicConstraintsExtension>().Should().ContainSingle().Which.CertificateAuthority.Should().BeFalse();
        (await File.ReadAllTextAsync(file)).Should().NotContain("PRIVATE");
        FingerprintOf(server).Should().Be(certificate.GetCertHashString(HashAlgorithmName.SHA256));
        server.Output.Should().Contain($"--cacert '{file}'");
    }

    [Test]
    public async Task Each_start_has_a_certificate_of_its_own_that_nobody_trusts_unasked()
    {
        await using var first = await SampleProcess.StartAsync("--https");
        await using var second = await SampleProcess.StartAsync("--https");
        using var http = new HttpClient();

        var ask = () => http.GetStringAsync($"{AddressOf(first)}health");

        FingerprintOf(first).Should().NotBe(FingerprintOf(second));
        await ask.Should().ThrowAsync<HttpRequestException>();
        (await AskAsync(first)).Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_host_header_of_somebody_else_is_refused_over_https_too()
    {
        await using var server = await SampleProcess.StartAsync("--https");

        (await AskAsync(server, host: "evil.example")).Should().Be(HttpStatusCode.BadRequest);
    }

    [Test]
    public async Task Connections_that_say_nothing_or_nonsense_disturb_nobody()
    {
        await using var server = await SampleProcess.StartAsync("--https");
        var port = AddressOf(server).Port;
        var open = new List<TcpClient>();
        for (var i = 0; i < 60; i++)
        {
            var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            byte[] bytes = (i % 3) switch { 0 => [], 1 => [22, 3, 1, 255, 255, 0], _ => [0, 1, 2, 3] };
            await client.GetStream().WriteAsync(bytes);
            open.Add(client);
            if (i % 2 == 0)
            {
                // With a reset, not with a farewell.
                client.LingerState = new(true, 0);
                client.Dispose();
            }
        }

        (await AskAsync(server)).Should().Be(HttpStatusCode.OK);
        open.ForEach(client => client.Dispose());
        (await server.TerminateAsync()).Should().Be(0);
        (await server.OutputAsync() + await server.ErrorsAsync()).Should().NotContain("xception");
    }

    [TestCase("--https=yes", 2, "--https")]
    [TestCase("--cert-file", 2, "--cert-file")]
    [TestCase("--cert-file=no/such/folder/dev.pem", 1, "no/such/folder")]
    [TestCase("--Mockhaus:Statements:SqlApi:CheckTokens=true", 1, "neither PublicKeys nor Tokens")]
    [TestCase("--Mockhaus:Statements:SqlApi:MaxRequestsPerSecond=0", 1, "MaxRequestsPerSecond")]
    public async Task What_cannot_be_is_said_before_anything_is_served(string argument, int exitCode, string what)
    {
        await using var server = SampleProcess.Launch("--port", "0", argument);

        (await server.WaitForExitAsync()).Should().Be(exitCode);
        (await server.ErrorsAsync() + await server.OutputAsync()).Should().Contain(what).And.NotContain("   at ");
    }

    [Test]
    public async Task Settings_make_it_check_its_tokens()
    {
        using var folder = new TemporaryFolder();
        var key = new KeyPair();
        await File.WriteAllTextAsync(folder.File("ada.pub"), key.PublicPem);
        await using var server = await SampleProcess.StartAsync(
            "--Mockhaus:Statements:SqlApi:CheckTokens=true", $"--Mockhaus:Statements:SqlApi:PublicKeys:ACME.ADA:0={folder.File("ada.pub")}");
        using var ada = server.Client(key.Token(TimeProvider.System.GetUtcNow()));
        using var stranger = server.Client(new KeyPair().Token(TimeProvider.System.GetUtcNow()));
        using var late = server.Client(key.Token(TimeProvider.System.GetUtcNow().AddHours(-2)));

        (await ada.SubmitAsync("select 42")).Status.Should().Be(HttpStatusCode.OK);
        (await stranger.SubmitAsync("select 42")).Code.Should().Be("390144");
        (await late.SubmitAsync("select 42")).Code.Should().Be("390318");
    }

    /// <summary>Over HTTPS, whoever it is that answers.</summary>
    private static async Task<HttpStatusCode> AskAsync(SampleProcess server, string? host = null)
    {
        using var http = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new() { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate!.GetCertHashString(HashAlgorithmName.SHA256) == FingerprintOf(server) },
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{AddressOf(server)}health");
        request.Headers.Host = host;
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }

    private static HttpClient Client(X509Certificate2 trusted)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(trusted);
        return new(new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy } });
    }

    private static Uri AddressOf(SampleProcess server) => new(HttpsAddress().Match(server.Output).Value);

    private static string FingerprintOf(SampleProcess server) => Fingerprint().Match(server.Output).Value.Replace(":", "", StringComparison.Ordinal);

    [GeneratedRegex(@"https://127\.0\.0\.1:\d+")]
    private static partial Regex HttpsAddress();

    [GeneratedRegex("([0-9A-F]{2}:){31}[0-9A-F]{2}")]
    private static partial Regex Fingerprint();
}
