namespace Mockhaus.Statements.Redis;

/// <summary>The settings of a <see cref="RedisStatementStore"/>. Configuration section <c>Mockhaus:Statements:Redis</c>.</summary>
public sealed class RedisStoreOptions
{
    /// <summary>Where Redis is: a configuration string of StackExchange.Redis (<c>host:port,password=…</c>), or a URL
    /// (<c>redis://user:password@host:port/0</c>, or <c>rediss://</c> for TLS).</summary>
    /// <value>Null: the host gives a connection of its own.</value>
    public string? Configuration { get; set; }

    /// <summary>What all keys and the channel begin with. Servers that share statements have the same.</summary>
    /// <value><c>mockhaus:statements:</c>. Without braces, which mean something else in the names of keys.</value>
    public string KeyPrefix { get; set; } = "mockhaus:statements:";

    /// <summary>How long a server counts as alive after its last sign of life, by the clock of Redis. Five signs are given in that time.</summary>
    /// <value>15 seconds; a second to an hour. All servers have the same.</value>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a call may take in all, second tries included, before it is an error.</summary>
    /// <value>10 seconds; 100 milliseconds to 10 minutes. The connection's own time limits cut each try short.</value>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether what Redis has acknowledged is to outlive it. Then the health check is Degraded while its append-only file is off.</summary>
    /// <value>True.</value>
    public bool ExpectPersistence { get; set; } = true;

    /// <summary>How much longer than the statement itself its keys are kept. They are a safety net: what is over is decided by the manager's clock.</summary>
    internal TimeSpan Margin { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a place in a session is reserved for a statement that is about to be added.</summary>
    internal TimeSpan Reservation { get; set; } = TimeSpan.FromSeconds(5);
}
