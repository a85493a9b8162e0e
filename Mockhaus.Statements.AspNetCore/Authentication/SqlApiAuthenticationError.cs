namespace Mockhaus.Statements.AspNetCore;

/// <summary>Why a request is refused before anybody knows whose it is, and with it the answer.</summary>
public enum SqlApiAuthenticationError
{
    /// <summary>There is no bearer token: 400 with code 390146.</summary>
    MissingToken = 0,

    /// <summary>The JWT is not one, or not signed by whom it names, or not valid yet: 401 with code 390144.</summary>
    InvalidJwt = 1,

    /// <summary>The token, which is no JWT of a key pair, is not known: 401 with code 390303.</summary>
    InvalidOAuthToken = 2,

    /// <summary>The token was valid once: 401 with code 390318.</summary>
    ExpiredToken = 3,

    /// <summary>The header <c>X-Snowflake-Authorization-Token-Type</c> names no type that there is: 400 with code 390142.</summary>
    UnknownTokenType = 4,
}
