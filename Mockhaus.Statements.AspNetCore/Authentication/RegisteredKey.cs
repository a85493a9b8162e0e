using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Mockhaus.Statements.AspNetCore.Authentication;

/// <summary>A public key of a user, and the issuer that a JWT names when it is signed with it.</summary>
/// <param name="Issuer">ACCOUNT.USER in upper case, and the fingerprint of the key.</param>
/// <param name="Signature">What a JWT has to be signed with. The rest of a JWT is compared elsewhere.</param>
internal sealed record RegisteredKey(string Issuer, TokenValidationParameters Signature)
{
    private const int LeastBits = 2048;

    /// <summary>Reads a key as it stands in the options.</summary>
    /// <exception cref="FormatException">It cannot be read; the message says what to do and does not quote the key.</exception>
    public static RegisteredKey Read(string user, string text)
    {
        using var rsa = RSA.Create();
        try
        {
            Import(rsa, text.Trim());
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new FormatException(
                "it is neither a PEM text of an RSA public key ('openssl rsa -in key.p8 -pubout' prints it) nor a file of one that can be read.", exception);
        }

        if (rsa.KeySize < LeastBits)
        {
            throw new FormatException($"it has {rsa.KeySize} bits; it has to have at least {LeastBits}.");
        }

        var fingerprint = Convert.ToBase64String(SHA256.HashData(rsa.ExportSubjectPublicKeyInfo()));
        return new(
            $"{user.ToUpperInvariant()}{JwtSession.FingerprintPrefix}{fingerprint}",
            new()
            {
                // Numbers and not the object that was read: each thread makes an object of its own of them.
                IssuerSigningKey = new RsaSecurityKey(rsa.ExportParameters(includePrivateParameters: false)),
                ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
                ValidateIssuer = false,
                ValidateAudience = false,
                ValidateLifetime = false,
            });
    }

    private static void Import(RSA rsa, string text)
    {
        // As ALTER USER ... SET RSA_PUBLIC_KEY takes it: the base64 of a PEM text, whose first bytes are always the same.
        if (text.StartsWith("MII", StringComparison.Ordinal))
        {
            rsa.ImportSubjectPublicKeyInfo(Decode(text), out _);
            return;
        }

        var pem = text.StartsWith("-----BEGIN", StringComparison.Ordinal) ? text : File.ReadAllText(text);
        if (pem.Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            throw new FormatException("it is a private key, which no server should have. Give its public one ('openssl rsa -in key.p8 -pubout').");
        }

        rsa.ImportFromPem(pem);
    }

    private static byte[] Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length)
            ? bytes[..length]
            : throw new FormatException("it begins like the base64 of a key, but is none.");
    }
}
