using System.ComponentModel.DataAnnotations;

namespace Mockhaus.Statements.AspNetCore;

/// <summary>How the SQL API answers. Configuration section <c>Mockhaus:Statements:SqlApi</c>, or <c>Mockhaus:Statements:NAME:SqlApi</c>.</summary>
public sealed class SqlApiOptions
{
    /// <summary>How long a synchronous POST waits for the statement before it answers 202.</summary>
    /// <value>45 seconds, as Snowflake does; zero makes every statement asynchronous; at most an hour.</value>
    public TimeSpan SynchronousWindow { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>How many bytes the body of a request has at most; a larger one is refused with 413.</summary>
    /// <value>16 MB (1 MB is 1,048,576 bytes).</value>
    [Range(1024, int.MaxValue)]
    public int MaxRequestBodyBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>How long the body of a request may take from its first read to its end; a slower one is refused with 408.</summary>
    /// <remarks>By the container's clock. The web server's own limit of bytes a second (<c>Kestrel:Limits:MinRequestBodyDataRate</c>) holds beside it.</remarks>
    /// <value>1 minute; at least 1 ms, at most an hour.</value>
    public TimeSpan RequestBodyTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether column names that are not quoted in the SQL are shown in upper case, as Snowflake does.</summary>
    /// <value>True.</value>
    public bool UppercaseColumnNames { get; set; } = true;

    /// <summary>Whether tokens are checked. Without it, any token will do.</summary>
    /// <remarks>A JWT has to be signed (RS256) with the private key of one of <see cref="PublicKeys"/>; another token has to be one of
    /// <see cref="Tokens"/>. Of no effect where the host brings a resolver of its own.</remarks>
    /// <value>False.</value>
    public bool CheckTokens { get; set; }

    /// <summary>The public keys of each user, when tokens are checked: by <c>ACCOUNT.USER</c>, in any case, one or two keys each.</summary>
    /// <remarks>A key is RSA of 2048 bits or more: a PEM text (<c>-----BEGIN PUBLIC KEY-----</c>), the same in one line without its
    /// first and last, or the path of a PEM file. Read when the host starts.</remarks>
    /// <value>None.</value>
    public IDictionary<string, IList<string>> PublicKeys { get; } = new Dictionary<string, IList<string>>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The tokens that are no JWTs of key pairs, but are taken when tokens are checked (OAuth, programmatic access).</summary>
    /// <remarks>Each is the token itself or, so that it stands nowhere in clear, <c>sha256:</c> and the 64 hexadecimal digits of its SHA-256.</remarks>
    /// <value>None.</value>
    public IList<string> Tokens { get; } = [];

    /// <summary>The tokens of each user: by a name, in any case, one or more tokens, which all belong to the session of that user.</summary>
    /// <remarks>So a client that renews its token stays in its session. They count whether tokens are checked or not; when they are, they are taken beside
    /// <see cref="Tokens"/>. A user that is named <c>ACCOUNT.USER</c> has the session of its key-pair JWTs.</remarks>
    /// <value>None.</value>
    public IDictionary<string, IList<string>> UserTokens { get; } = new Dictionary<string, IList<string>>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How many requests a session may make in a second; the next are refused with 429 and <c>Retry-After</c>.</summary>
    /// <remarks>A session that was quiet may make as many at once. Counted on this server only, by its monotonic clock.</remarks>
    /// <value>None: no limit.</value>
    [Range(1, 1_000_000)]
    public int? MaxRequestsPerSecond { get; set; }

    /// <summary>How many requests of a session may be under way at once; the next are refused with 429 and <c>Retry-After</c>.</summary>
    /// <remarks>A synchronous POST is under way for as long as it waits. Counted on this server only.</remarks>
    /// <value>None: no limit.</value>
    [Range(1, 1_000_000)]
    public int? MaxConcurrentRequests { get; set; }

    /// <summary>Fault injection, for whoever tests a client.</summary>
    /// <value>Off.</value>
    public FaultInjectionOptions FaultInjection { get; } = new();
}
