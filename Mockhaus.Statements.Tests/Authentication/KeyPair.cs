using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Mockhaus.Statements.Tests.Authentication;

/// <summary>What a client of the real service has: a private key, and JWTs that it signs by hand, good and bad ones.</summary>
internal sealed class KeyPair(int bits = 2048)
{
    private readonly RSA _rsa = RSA.Create(bits);

    public string PublicPem => _rsa.ExportSubjectPublicKeyInfoPem();

    public string PrivatePem => _rsa.ExportPkcs8PrivateKeyPem();

    public string PublicBase64 => Convert.ToBase64String(_rsa.ExportSubjectPublicKeyInfo());

    public string Fingerprint => "SHA256:" + Convert.ToBase64String(SHA256.HashData(_rsa.ExportSubjectPublicKeyInfo()));

    /// <summary>A JWT that is good at a time; what is given changes its claims, and null takes one out.</summary>
    public string Token(DateTimeOffset now, string user = "ACME.ADA", params (string Claim, object? Value)[] changes)
    {
        var claims = new Dictionary<string, object?>
        {
            ["iss"] = $"{user}.{Fingerprint}",
            ["sub"] = user,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddMinutes(59).ToUnixTimeSeconds(),
        };
        foreach (var (claim, value) in changes)
        {
            claims[claim] = value;
        }

        return Sign(JsonSerializer.Serialize(claims.Where(claim => claim.Value is not null).ToDictionary()));
    }

    public string Sign(string payload, string header = """{"typ":"JWT","alg":"RS256"}""")
    {
        var text = $"{Encode(header)}.{Encode(payload)}";
        return $"{text}.{Base64Url.EncodeToString(_rsa.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    /// <summary>Signed with the public key as a shared secret, which a server that believes the header takes for good.</summary>
    public string SignWithPublicKeyAsSecret(string payload)
    {
        var text = $"{Encode("""{"typ":"JWT","alg":"HS256"}""")}.{Encode(payload)}";
        return $"{text}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(PublicPem), Encoding.UTF8.GetBytes(text)))}";
    }

    public static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    public static string Decode(string part) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part));
}
