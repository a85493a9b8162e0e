using System.IO.Pipelines;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Mockhaus.SampleServer;

/// <summary>HTTPS for this machine only, on the port that answers HTTP.</summary>
internal static class LocalHttps
{
    // In memory only, and new at each start: a key that is not stored cannot be stolen or outlive its use.
    public static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());

        // Not an authority: trusting it means trusting this one server, not anything signed by it.
        var identifier = new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1", "TLS server")], critical: false));
        request.CertificateExtensions.Add(identifier);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(identifier));
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddHours(-1), now.AddDays(30));

        // Windows requires a key that was imported from a file format.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null);
    }

    // One port for both: a client that begins with a TLS handshake (its first byte is 22) is answered in TLS, any other in plain HTTP.
    public static void UseHttpAndHttps(ListenOptions listen, X509Certificate2 certificate)
    {
        ConnectionDelegate? plain = null;
        listen.Use(tls => async connection =>
        {
            // The same time that the server waits for the next request of a connection; then the connection is closed.
            using var patience = new CancellationTokenSource(listen.KestrelServerOptions.Limits.KeepAliveTimeout, TimeProvider.System);
            if (await FirstOfAsync(connection.Transport.Input, patience.Token) is { } first)
            {
                await (first is 22 ? tls : plain!)(connection);
            }
        });
        listen.UseHttps(certificate);
        listen.Use(next => plain = next);
    }

    public static void Present(X509Certificate2 certificate, string url, string? file)
    {
        var fingerprint = string.Join(':', Convert.FromHexString(certificate.GetCertHashString(HashAlgorithmName.SHA256)).Select(value => $"{value:X2}"));
        Console.WriteLine(
            $"""

            HTTPS too:  {url}/api/v2/statements
            SHA-256:    {fingerprint}, until {certificate.NotAfter:yyyy-MM-dd}
            With curl:  {(file is null ? "-k (or start with --cert-file FILE)" : $"--cacert '{file}'")}
            """);
    }

    private static async ValueTask<byte?> FirstOfAsync(PipeReader input, CancellationToken cancellationToken)
    {
        try
        {
            var begin = await input.ReadAsync(cancellationToken);
            byte? first = begin.Buffer.FirstSpan is [var value, ..] ? value : null;
            input.AdvanceTo(begin.Buffer.Start);
            return first;
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            return null;
        }
    }
}
