namespace Mockhaus.Statements.AspNetCore;

/// <summary>The options of the SQL API. Configuration section <c>Mockhaus:Statements:SqlApi</c>, or
/// <c>Mockhaus:Statements:NAME:SqlApi</c>.</summary>
public sealed class SqlApiOptions
{
    /// <summary>How long a synchronous POST waits for the statement before it answers 202.</summary>
    /// <value>45 seconds, as Snowflake does; zero makes every statement asynchronous; at most an hour.</value>
    public TimeSpan SynchronousWindow { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>The maximum number of bytes of a request body; a larger one is refused with 413.</summary>
    /// <value>16 MB (1 MB is 1,048,576 bytes).</value>
    public int MaxRequestBodyBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>The maximum time to receive a request body; a slower one is refused with 408.</summary>
    /// <remarks>By the container's clock. The web server's minimum data rate (<c>Kestrel:Limits:MinRequestBodyDataRate</c>) also
    /// applies.</remarks>
    /// <value>1 minute; at least 1 ms, at most an hour.</value>
    public TimeSpan RequestBodyTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether column names that are not quoted in the SQL are returned in upper case, as Snowflake does.</summary>
    /// <value>True.</value>
    public bool UppercaseColumnNames { get; set; } = true;

    /// <summary>Whether tokens are checked. Otherwise any token is accepted.</summary>
    /// <remarks>A JWT must be signed (RS256) with the private key of one of <see cref="PublicKeys"/>; any other token must be one of
    /// <see cref="Tokens"/> or <see cref="UserTokens"/>. Has no effect when the host uses its own resolver.</remarks>
    /// <value>False.</value>
    public bool CheckTokens { get; set; }

    /// <summary>The public keys of each user, when tokens are checked: one or two keys for each <c>ACCOUNT.USER</c>, which is
    /// case-insensitive.</summary>
    /// <remarks>A key is an RSA key of at least 2048 bits: a PEM text (<c>-----BEGIN PUBLIC KEY-----</c>), its base64 in one line without
    /// the first and last line, or the path of a PEM file. Read when the host starts.</remarks>
    /// <value>None.</value>
    public IDictionary<string, IList<string>> PublicKeys { get; } = new Dictionary<string, IList<string>>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The tokens other than key-pair JWTs that are accepted when tokens are checked (OAuth, programmatic access).</summary>
    /// <remarks>Each is the token itself or, to avoid clear text, <c>sha256:</c> and the 64 hexadecimal digits of its SHA-256.</remarks>
    /// <value>None.</value>
    public IList<string> Tokens { get; } = [];

    /// <summary>The tokens of each user: one or more tokens for each user name, which is case-insensitive. All of them belong to the
    /// session of that user.</summary>
    /// <remarks>A client that renews its token then keeps its session. They apply whether or not tokens are checked; when tokens are
    /// checked, they are accepted like <see cref="Tokens"/>. A user that is named <c>ACCOUNT.USER</c> has the session of its key-pair
    /// JWTs.</remarks>
    /// <value>None.</value>
    public IDictionary<string, IList<string>> UserTokens { get; } = new Dictionary<string, IList<string>>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The maximum number of requests of a session for each second; further requests are refused with 429 and
    /// <c>Retry-After</c>.</summary>
    /// <remarks>An idle session can make that number of requests at once. Counted on this server only, by its monotonic clock.</remarks>
    /// <value>None: no limit.</value>
    public int? MaxRequestsPerSecond { get; set; }

    /// <summary>The maximum number of concurrent requests of a session; further requests are refused with 429 and
    /// <c>Retry-After</c>.</summary>
    /// <remarks>A synchronous POST counts for as long as it waits. Counted on this server only.</remarks>
    /// <value>None: no limit.</value>
    public int? MaxConcurrentRequests { get; set; }

    /// <summary>The options of fault injection, for tests of clients.</summary>
    /// <value>Off.</value>
    public FaultInjectionOptions FaultInjection { get; } = new();
}
