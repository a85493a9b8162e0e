using Mockhaus.Statements.History;
using StackExchange.Redis;

namespace Mockhaus.Statements.Redis;

/// <summary>A history in Redis, which several servers share.</summary>
/// <remarks>
/// <para>Thread-safe. Entries survive a crash of a server; they survive a restart of Redis if its append-only file is on.</para>
/// <para>An entry is a field of a hash, because what is deleted from a stream stays in its node. Erased entries are gone from the memory of
/// Redis; its append-only file loses them when Redis rewrites it (BGREWRITEAOF).</para>
/// <para>A page looks at 5,000 entries at most, so that one of a session with few entries can be short.</para>
/// </remarks>
public sealed class RedisStatementHistory : IStatementHistory
{
    private readonly IConnectionMultiplexer? _own;
    private readonly RedisHistoryEntries _entries;
    private DateTimeOffset _trimmedBefore = DateTimeOffset.MinValue;
    private int _disposed;

    /// <summary>Creates a history on a connection of the host, which is not disposed of by the history.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="options">The settings, or null for the defaults. <see cref="RedisStoreOptions.KeyPrefix"/> and
    /// <see cref="RedisStoreOptions.CallTimeout"/> are used.</param>
    /// <param name="statementOptions">The retention, or null for the defaults.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options are not valid.</exception>
    public RedisStatementHistory(
        IConnectionMultiplexer connection, RedisStoreOptions? options = null, MockhausStatementsOptions? statementOptions = null)
        : this(connection, isOwn: false, options ?? new(), statementOptions ?? new())
    {
    }

    private RedisStatementHistory(
        IConnectionMultiplexer connection, bool isOwn, RedisStoreOptions options, MockhausStatementsOptions statementOptions)
    {
        ArgumentNullException.ThrowIfNull(connection);
        new RedisStoreOptionsValidator().ThrowIfInvalid(options);
        _own = isOwn ? connection : null;
        _entries = new(new(connection.GetDatabase(), options.CallTimeout, isOwn), new(options.KeyPrefix), statementOptions.History.Retention);
    }

    /// <inheritdoc/>
    public bool IsDurable => true;

    /// <summary>Connects to Redis.</summary>
    /// <param name="options">The settings; <see cref="RedisStoreOptions.Configuration"/> says where.</param>
    /// <param name="statementOptions">The retention, or null for the defaults.</param>
    /// <returns>The history; disposing of it closes the connection.</returns>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options are not valid, or there is no
    /// configuration.</exception>
    /// <exception cref="StatementStoreException">Redis cannot be reached, or refuses the user.</exception>
    public static async ValueTask<RedisStatementHistory> ConnectAsync(
        RedisStoreOptions options, MockhausStatementsOptions? statementOptions = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        new RedisStoreOptionsValidator().ThrowIfInvalid(options);
        return await ConnectAsync(options, statementOptions ?? new(), isRequired: true).ConfigureAwait(false);
    }

    /// <summary>Connects now, or, where the history is not required, when Redis can be reached.</summary>
    internal static async ValueTask<RedisStatementHistory> ConnectAsync(
        RedisStoreOptions options, MockhausStatementsOptions statementOptions, bool isRequired) =>
        new(await RedisConnections.ConnectOneAsync(options, isRequired).ConfigureAwait(false), isOwn: true, options, statementOptions);

    /// <inheritdoc/>
    public async ValueTask AppendAsync(IReadOnlyList<HistoryEntry> entries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ThrowIfUnusable(cancellationToken);
        if (entries.Count > 0)
        {
            await _entries.AppendAsync(entries).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask<HistoryPage> ReadAsync(HistoryFilter filter, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        HistoryLimit.ThrowIfInvalid(limit);
        var before = HistoryPosition.Parse(filter.After);
        ThrowIfUnusable(cancellationToken);
        return _entries.ReadAsync(filter, _trimmedBefore, limit, before, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<long> EraseAsync(HistoryErasure what, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(what);
        ThrowIfUnusable(cancellationToken);
        return _entries.EraseAsync(what, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<HistoryTrim> TrimAsync(DateTimeOffset before, long maxBytes, CancellationToken cancellationToken = default)
    {
        ThrowIfUnusable(cancellationToken);
        _trimmedBefore = before > _trimmedBefore ? before : _trimmedBefore;
        return _entries.TrimAsync(before, maxBytes, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0 && _own is not null)
        {
            await _own.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void ThrowIfUnusable(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
