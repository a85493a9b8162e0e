using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.Diagnostics;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;
using StackExchange.Redis;

namespace Mockhaus.Statements.Redis;

/// <summary>Keeps statements in Redis, where several servers share them.</summary>
/// <remarks>
/// <para>Every change of a statement is one script, which Redis runs as a whole or not at all, and which can be sent twice safely: a call
/// whose answer is lost is sent again, within <see cref="RedisStoreOptions.CallTimeout"/>, and then throws
/// <see cref="StatementStoreException"/>. The store works with one server, with replicas, and with Redis Cluster.</para>
/// <para>What Redis has acknowledged is as durable as Redis is configured to keep it: with its append-only file, it survives the end of
/// the process; replicas get it later, so that a failover can lose the last moments. Redis must not evict (<c>maxmemory-policy
/// noeviction</c>). The health check reports where that is not so, and for ten minutes when Redis has lost its data.</para>
/// <para>Each key has a time to live that is longer than the statement's own: expiry is decided by the manager's clock. An addition to a
/// session takes two steps, so a server that fails in between leaves a reservation, which holds the request id for five seconds.
/// Lists read the indexes of the sessions and the states of the statements.</para>
/// <para>The store is thread-safe. It does not dispose of a connection that the host has made.</para>
/// </remarks>
public sealed class RedisStatementStore
    : IStatementStore, IStatementStoreHealth, IStatementLeases, IStatementChangeFeed, IStatementSessionActivity, IAsyncDisposable
{
    private readonly RedisConnections _connections;
    private readonly RedisBatches _batches;
    private readonly RedisChangeFeed _changes;
    private readonly RedisLeases _leases;
    private readonly RedisSessionActivity _activity;
    private readonly RedisHealth _health;
    private readonly StatementReader _reader;
    private readonly StatementWriter _writer;
    private readonly StatementAdder _adder;
    private readonly StatementLister _lister;
    private readonly ExpiredPurger _purger;
    private int _disposed;

    /// <summary>Creates a store on connections of the host, which are not disposed of by the store.</summary>
    /// <param name="connection">The connection for everything but rows.</param>
    /// <param name="rows">The connection for rows, so that polls do not wait behind them; null for the same connection.</param>
    /// <param name="options">The settings, or null for the defaults.</param>
    /// <param name="statementOptions">The times to live, or null for the defaults.</param>
    /// <param name="timeProvider">The clock by which statements expire, or null for the system's. Leases are measured by the clock of
    /// Redis.</param>
    /// <param name="logger">Where to log, or null.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options are not valid.</exception>
    public RedisStatementStore(
        IConnectionMultiplexer connection,
        IConnectionMultiplexer? rows = null,
        RedisStoreOptions? options = null,
        MockhausStatementsOptions? statementOptions = null,
        TimeProvider? timeProvider = null,
        ILogger<RedisStatementStore>? logger = null)
        : this(connection, rows ?? connection, isOwn: false, options ?? new(), statementOptions ?? new(), timeProvider ?? TimeProvider.System, logger)
    {
    }

    private RedisStatementStore(
        IConnectionMultiplexer connection,
        IConnectionMultiplexer rows,
        bool isOwn,
        RedisStoreOptions options,
        MockhausStatementsOptions statementOptions,
        TimeProvider timeProvider,
        ILogger<RedisStatementStore>? logger)
    {
        new RedisStoreOptionsValidator().ThrowIfInvalid(options);
        _connections = new(connection, rows, isOwn);
        var keys = new RedisKeys(options.KeyPrefix);
        var calls = new RedisCalls(connection.GetDatabase(), options.CallTimeout, isOwn);
        var lifetimes = new KeyLifetimes(options, statementOptions, timeProvider);
        var sessions = new RedisSessions(calls, keys, lifetimes);
        var live = new LiveStatements(calls, keys, lifetimes, sessions);
        var index = new SessionIndexReader(calls, keys, lifetimes, sessions);
        _batches = new(new(rows.GetDatabase(), options.CallTimeout, isOwn), keys);
        _changes = new(connection, keys.Changes);
        _leases = new(calls, keys.Owners, options.Lease, logger is null ? NullLogger.Instance : new NonThrowingLogger(logger));
        _leases.Renewed += live.RenewAsync;
        _leases.Lost += _changes.LoseAll;
        _activity = new(calls, keys);
        _reader = new(calls, keys, sessions, ThrowIfUnusable);
        _writer = new(calls, keys, lifetimes, sessions, _changes, _leases, live, timeProvider);
        _adder = new(calls, keys, lifetimes, sessions, _leases, live, _reader, index, options.CallTimeout);
        _lister = new(index, _reader);
        _purger = new(index, _reader, _writer);
        _health = new(_connections, keys, _leases, _reader, options.ExpectPersistence);
    }

    /// <summary>Connects to Redis, with one connection for rows and one for everything else.</summary>
    /// <param name="options">The settings; <see cref="RedisStoreOptions.Configuration"/> says where.</param>
    /// <param name="statementOptions">The times to live, or null for the defaults.</param>
    /// <param name="timeProvider">The clock by which statements expire, or null for the system's. Leases are measured by the clock of
    /// Redis.</param>
    /// <param name="logger">Where to log, or null.</param>
    /// <returns>The store; disposing of it closes the connections.</returns>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options are not valid, or there is no
    /// configuration.</exception>
    /// <exception cref="StatementStoreException">Redis cannot be reached, refuses the user or a command that the store needs, or is a
    /// replica. With <c>abortConnect=false</c>, a Redis that cannot be reached is no error: the store connects when it can.</exception>
    public static async ValueTask<RedisStatementStore> ConnectAsync(
        RedisStoreOptions options,
        MockhausStatementsOptions? statementOptions = null,
        TimeProvider? timeProvider = null,
        ILogger<RedisStatementStore>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        new RedisStoreOptionsValidator().ThrowIfInvalid(options);
        var (connection, rows) = await RedisConnections.ConnectAsync(options).ConfigureAwait(false);
        var store = new RedisStatementStore(connection, rows, isOwn: true, options, statementOptions ?? new(), timeProvider ?? TimeProvider.System, logger);
        await store.CheckAccessAsync(RedisConfiguration.Parse(options.Configuration!).User, logger).ConfigureAwait(false);
        return store;
    }

    /// <inheritdoc/>
    public async ValueTask<StatementWrite> AddAsync(Statement statement, int maxInSession, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(statement);
        ThrowIfUnusable(cancellationToken);
        return await _adder.AddAsync(statement, maxInSession).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<Statement?> FindAsync(StatementHandle handle, CancellationToken cancellationToken) => _reader.FindAsync(handle, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Statement?> FindByRequestIdAsync(string sessionId, string requestId, CancellationToken cancellationToken) =>
        _reader.FindByRequestIdAsync(sessionId, requestId, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<StatementWrite> ReplaceAsync(Statement statement, long expectedVersion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(statement);
        ThrowIfUnusable(cancellationToken);
        return await _writer.ReplaceAsync(statement, expectedVersion, latestExpiry: null).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask RefreshExpiryAsync(
        StatementHandle handle, long expectedVersion, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        ThrowIfUnusable(cancellationToken);
        await _writer.RefreshExpiryAsync(handle, expectedVersion, expiresAt).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Statement> ListAsync(
        StatementFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ThrowIfUnusable(cancellationToken);
        await foreach (var statement in _lister.ListAsync(filter, cancellationToken).ConfigureAwait(false))
        {
            yield return statement;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> WriteBatchAsync(StatementHandle handle, ResultBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ThrowIfUnusable(cancellationToken);
        return await _batches.WriteAsync(handle, batch).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<ResultBatch?> ReadBatchAsync(StatementHandle handle, int number, CancellationToken cancellationToken)
    {
        ThrowIfUnusable(cancellationToken);
        return await _batches.ReadAsync(handle, number, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RemoveAsync(StatementHandle handle, CancellationToken cancellationToken)
    {
        ThrowIfUnusable(cancellationToken);
        return await _writer.RemoveAsync(handle, latestExpiry: null).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<PurgeResult> PurgeExpiredAsync(
        DateTimeOffset now, TimeSpan tombstoneRetention, CancellationToken cancellationToken)
    {
        ThrowIfUnusable(cancellationToken);
        return await _purger.PurgeAsync(now, tombstoneRetention, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    ValueTask<Exception?> IStatementStoreHealth.CheckAsync(TimeSpan limit, CancellationToken cancellationToken) =>
        _health.CheckAsync(limit, cancellationToken);

    /// <inheritdoc/>
    IAsyncDisposable IStatementLeases.AcquireLease(StatementOwner owner, Action lost)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(lost);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        return _leases.AcquireLease(owner, lost);
    }

    /// <inheritdoc/>
    ValueTask<bool> IStatementLeases.IsAliveAsync(StatementOwner owner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ThrowIfUnusable(cancellationToken);
        return _leases.IsAliveAsync(owner, cancellationToken);
    }

    /// <inheritdoc/>
    IDisposable IStatementChangeFeed.Subscribe(Action<StatementHandle?> changed)
    {
        ArgumentNullException.ThrowIfNull(changed);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        return _changes.Subscribe(changed);
    }

    /// <inheritdoc/>
    async ValueTask IStatementSessionActivity.RecordActivityAsync(
        string sessionId, DateTimeOffset usedAt, TimeSpan keep, CancellationToken cancellationToken)
    {
        ThrowIfUnusable(cancellationToken);
        await _activity.RecordAsync(sessionId, usedAt, keep).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    async ValueTask<DateTimeOffset?> IStatementSessionActivity.GetLastActivityAsync(string sessionId, CancellationToken cancellationToken)
    {
        ThrowIfUnusable(cancellationToken);
        return await _activity.GetLastAsync(sessionId, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Releases the leases, and closes the connections that this store has made.</summary>
    /// <returns>A task that ends when that is done, within a second or two also when Redis does not answer.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _changes.Dispose();
            await _leases.DisposeAsync().ConfigureAwait(false);
            await _connections.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Gets the servers that the store was given.</summary>
    /// <returns>The servers, without user and password.</returns>
    public override string ToString() =>
        $"Redis at {string.Join(", ", _connections.Main.GetEndPoints(configuredOnly: true).Select(EndPointCollection.ToString))}";

    /// <summary>Checks that Redis accepts what the store sends, and logs what may lose statements.</summary>
    /// <param name="user">The user that the connection should have, or null where that is not known.</param>
    /// <param name="logger">Where to log, or null.</param>
    /// <exception cref="StatementStoreException">Redis would refuse; the store is disposed.</exception>
    internal async Task CheckAccessAsync(string? user, ILogger? logger)
    {
        try
        {
            await _health.CheckAccessAsync(user, logger).ConfigureAwait(false);
        }
        catch
        {
            await DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private void ThrowIfUnusable(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
