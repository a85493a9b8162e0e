namespace Mockhaus.Statements.AspNetCore;

/// <summary>The reason why a request is not authenticated. It determines the response.</summary>
public enum SqlApiAuthenticationError
{
    /// <summary>The request has no bearer token: 400 with code 390146.</summary>
    MissingToken = 0,

    /// <summary>The token is not a JWT, is not signed with a key of its issuer, or is not valid yet: 401 with code 390144.</summary>
    InvalidJwt = 1,

    /// <summary>The token, which is not a key-pair JWT, is unknown: 401 with code 390303.</summary>
    InvalidOAuthToken = 2,

    /// <summary>The token has expired: 401 with code 390318.</summary>
    ExpiredToken = 3,

    /// <summary>The header <c>X-Snowflake-Authorization-Token-Type</c> has an unknown value: 400 with code 390142.</summary>
    UnknownTokenType = 4,
}
