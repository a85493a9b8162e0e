using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Engine.Servers;

namespace Mockhaus.Statements.Tests.Support;

/// <summary>One server's way to what all of them share.</summary>
public sealed class SharedStore(SharedFarm farm) : IStatementStore, IStatementLeases, IStatementChangeFeed, IStatementSessionActivity
{
    /// <summary>Where this server's calls are noted, and fail when they are told to.</summary>
    public FaultyStore Link { get; } = new(farm.Inner);

    /// <summary>What the manager is told by that somebody is lost, also after it has left.</summary>
    public Action? Lost { get; private set; }

    /// <summary>What happens when a lease is given back.</summary>
    public Func<Task> Leaving { get; set; } = static () => Task.CompletedTask;

    /// <summary>What a note throws that this server wants to write.</summary>
    public Exception? NoteFault { get; set; }

    public ValueTask<StatementWrite> AddAsync(Statement statement, int maxInSession, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(statement);
        farm.Renew(statement.Owner);
        return Link.AddAsync(statement, maxInSession, cancellationToken);
    }

    public ValueTask<Statement?> FindAsync(StatementHandle handle, CancellationToken cancellationToken) =>
        Link.FindAsync(handle, cancellationToken);

    public ValueTask<Statement?> FindByRequestIdAsync(string sessionId, string requestId, CancellationToken cancellationToken) =>
        Link.FindByRequestIdAsync(sessionId, requestId, cancellationToken);

    public async ValueTask<StatementWrite> ReplaceAsync(Statement statement, long expectedVersion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(statement);
        var write = await Link.ReplaceAsync(statement, expectedVersion, cancellationToken);
        if (write.Written && (statement.IsFinished || statement.CancelRequestedAt is not null))
        {
            farm.TellOthers(this, statement.Handle);
        }

        return write;
    }

    public ValueTask RefreshExpiryAsync(StatementHandle handle, long expectedVersion, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        Link.RefreshExpiryAsync(handle, expectedVersion, expiresAt, cancellationToken);

    public IAsyncEnumerable<Statement> ListAsync(StatementFilter filter, CancellationToken cancellationToken) =>
        Link.ListAsync(filter, cancellationToken);

    public ValueTask<bool> WriteBatchAsync(StatementHandle handle, ResultBatch batch, CancellationToken cancellationToken) =>
        Link.WriteBatchAsync(handle, batch, cancellationToken);

    public ValueTask<ResultBatch?> ReadBatchAsync(StatementHandle handle, int number, CancellationToken cancellationToken) =>
        Link.ReadBatchAsync(handle, number, cancellationToken);

    public async ValueTask<bool> RemoveAsync(StatementHandle handle, CancellationToken cancellationToken)
    {
        var removed = await Link.RemoveAsync(handle, cancellationToken);
        if (removed)
        {
            farm.TellOthers(this, handle);
        }

        return removed;
    }

    public ValueTask<PurgeResult> PurgeExpiredAsync(DateTimeOffset now, TimeSpan tombstoneRetention, CancellationToken cancellationToken) =>
        Link.PurgeExpiredAsync(now, tombstoneRetention, cancellationToken);

    public IAsyncDisposable AcquireLease(StatementOwner owner, Action lost)
    {
        Lost = lost;
        farm.Enter(owner, lost);
        return new Stay(async () =>
        {
            await Leaving();
            farm.Leave(owner);
        });
    }

    public ValueTask<bool> IsAliveAsync(StatementOwner owner, CancellationToken cancellationToken) => new(farm.IsAlive(owner));

    public IDisposable Subscribe(Action<StatementHandle?> changed)
    {
        farm.Listen(this, changed);
        return new Ending(() => farm.Unlisten(this));
    }

    public ValueTask RecordActivityAsync(string sessionId, DateTimeOffset usedAt, TimeSpan keep, CancellationToken cancellationToken)
    {
        if (NoteFault is { } fault)
        {
            throw fault;
        }

        farm.Note(sessionId, usedAt, keep);
        return ValueTask.CompletedTask;
    }

    public ValueTask<DateTimeOffset?> GetLastActivityAsync(string sessionId, CancellationToken cancellationToken) => new(farm.FindUse(sessionId));

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }

    private sealed class Stay(Func<Task> leave) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => new(leave());
    }
}
