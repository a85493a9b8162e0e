using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Mockhaus.Statements.AspNetCore.Authentication;

/// <summary>A public key of a user, and the issuer of JWTs that are signed with it.</summary>
/// <param name="Issuer">ACCOUNT.USER in upper case, and the fingerprint of the key.</param>
/// <param name="Signature">The parameters that validate the signature of a JWT. Its claims are validated elsewhere.</param>
internal sealed record RegisteredKey(string Issuer, TokenValidationParameters Signature)
{
    private const int LeastBits = 2048;

    /// <summary>Reads a key of the options.</summary>
    /// <exception cref="FormatException">The key cannot be read. The message says what to do, and does not contain the key.</exception>
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
                "it is neither a PEM text of an RSA public key ('openssl rsa -in key.p8 -pubout' prints it) nor the path of a readable file with one.", exception);
        }

        if (rsa.KeySize < LeastBits)
        {
            throw new FormatException($"it has {rsa.KeySize} bits; it must have at least {LeastBits}.");
        }

        var fingerprint = Convert.ToBase64String(SHA256.HashData(rsa.ExportSubjectPublicKeyInfo()));
        return new(
            $"{user.ToUpperInvariant()}{JwtSession.FingerprintPrefix}{fingerprint}",
            new()
            {
                // Parameters instead of the RSA object: each thread creates its own object from them.
                IssuerSigningKey = new RsaSecurityKey(rsa.ExportParameters(includePrivateParameters: false)),
                ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
                ValidateIssuer = false,
                ValidateAudience = false,
                ValidateLifetime = false,
            });
    }

    private static void Import(RSA rsa, string text)
    {
        // The form of ALTER USER ... SET RSA_PUBLIC_KEY: the base64 of a PEM text, which always starts with the same bytes.
        if (text.StartsWith("MII", StringComparison.Ordinal))
        {
            rsa.ImportSubjectPublicKeyInfo(Decode(text), out _);
            return;
        }

        var pem = text.StartsWith("-----BEGIN", StringComparison.Ordinal) ? text : File.ReadAllText(text);
        if (pem.Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            throw new FormatException("it is a private key, which a server must not have. Use its public key ('openssl rsa -in key.p8 -pubout').");
        }

        rsa.ImportFromPem(pem);
    }

    private static byte[] Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length)
            ? bytes[..length]
            : throw new FormatException("it starts like a base64 key, but is not valid base64.");
    }
}
