namespace Mockhaus.Statements.Redis;

/// <summary>The settings of a <see cref="RedisStatementStore"/>. Configuration section <c>Mockhaus:Statements:Redis</c>.</summary>
public sealed class RedisStoreOptions
{
    /// <summary>Where Redis is: a configuration string of StackExchange.Redis (<c>host:port,password=…</c>), or a URL
    /// (<c>redis://user:password@host:port/0</c>, or <c>rediss://</c> for TLS).</summary>
    /// <value>Null: the host provides the connection.</value>
    public string? Configuration { get; set; }

    /// <summary>The prefix of all keys and of the channel. Servers that share statements have the same prefix.</summary>
    /// <value><c>mockhaus:statements:</c>. It must not have braces, which mark hash tags in the names of keys.</value>
    public string KeyPrefix { get; set; } = "mockhaus:statements:";

    /// <summary>How long the lease of a server lasts after its last renewal, by the clock of Redis. It is renewed five times in that
    /// time.</summary>
    /// <value>15 seconds; a second to an hour. All servers have the same.</value>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a call may take in total, retries included, before it fails.</summary>
    /// <value>10 seconds; 100 milliseconds to 10 minutes. The timeouts of the connection itself limit each attempt.</value>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether statements should survive a restart of Redis. If so, the health check is Degraded while its append-only file is
    /// off.</summary>
    /// <value>True.</value>
    public bool ExpectPersistence { get; set; } = true;

    /// <summary>How much longer than the statement itself its keys are kept. Their time to live is a safety net: expiry is decided by
    /// the manager's clock.</summary>
    internal TimeSpan Margin { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a place in a session is reserved for a statement that is about to be added.</summary>
    internal TimeSpan Reservation { get; set; } = TimeSpan.FromSeconds(5);
}
