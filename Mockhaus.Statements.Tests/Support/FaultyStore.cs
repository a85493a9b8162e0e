using System.Collections.Concurrent;
using System.Threading.Channels;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Support;

/// <summary>A store in front of another: it notes every call, tells when one is answered, and fails when it is told to.</summary>
public sealed class FaultyStore(IStatementStore inner) : IStatementStore
{
    private static readonly TimeSpan Safety = TimeSpan.FromSeconds(30);

    private readonly Channel<StoreCall> _answered = Channel.CreateUnbounded<StoreCall>();

    public IStatementStore Inner { get; } = inner;

    public ConcurrentQueue<StoreCall> Calls { get; } = new();

    /// <summary>What a call throws before it reaches the store; null lets it through.</summary>
    public Func<StoreCall, Exception?>? Fault { get; set; }

    /// <summary>What a call throws although the store has done what it was asked to.</summary>
    public Func<StoreCall, Exception?>? LostReply { get; set; }

    public static StatementStoreException Outage(StoreCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return new("test", $"{call.Operation}", call.Handle, null);
    }

    /// <summary>Forgets the calls so far: a manager asks at its start already.</summary>
    public void Forget()
    {
        Calls.Clear();
        while (_answered.Reader.TryRead(out _))
        {
            // Gone.
        }
    }

    /// <summary>Waits until the store has answered the next call of a kind.</summary>
    public async Task NextAsync(Func<StoreCall, bool> isMeant)
    {
        ArgumentNullException.ThrowIfNull(isMeant);
        while (!isMeant(await _answered.Reader.ReadAsync().AsTask().WaitAsync(Safety)))
        {
            // Other calls are of no interest.
        }
    }

    public ValueTask<StatementWrite> AddAsync(Statement statement, int maxInSession, CancellationToken cancellationToken) =>
        CallAsync(new(StoreOperation.Add, statement?.Handle, statement), () => Inner.AddAsync(statement!, maxInSession, cancellationToken));

    public ValueTask<Statement?> FindAsync(StatementHandle handle, CancellationToken cancellationToken) =>
        CallAsync(new(StoreOperation.Find, handle), () => Inner.FindAsync(handle, cancellationToken));

    public ValueTask<Statement?> FindByRequestIdAsync(string sessionId, string requestId, CancellationToken cancellationToken) =>
        CallAsync(new(StoreOperation.FindByRequestId), () => Inner.FindByRequestIdAsync(sessionId, requestId, cancellationToken));

    public ValueTask<StatementWrite> ReplaceAsync(Statement statement, long expectedVersion, CancellationToken cancellationToken) =>
        CallAsync(
            new(StoreOperation.Replace, statement?.Handle, statement),
            () => Inner.ReplaceAsync(statement!, expectedVersion, cancellationToken));

    public async ValueTask RefreshExpiryAsync(
        StatementHandle handle, long expectedVersion, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        await CallAsync(new(StoreOperation.Refresh, handle), async () =>
        {
            await Inner.RefreshExpiryAsync(handle, expectedVersion, expiresAt, cancellationToken);
            return true;
        });

    public async IAsyncEnumerable<Statement> ListAsync(
        StatementFilter filter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await CallAsync(new(StoreOperation.List), () => new ValueTask<bool>(true));
        await foreach (var statement in Inner.ListAsync(filter, cancellationToken))
        {
            yield return statement;
        }
    }

    public ValueTask<bool> WriteBatchAsync(StatementHandle handle, ResultBatch batch, CancellationToken cancellationToken) =>
        CallAsync(new(StoreOperation.WriteBatch, handle), () => Inner.WriteBatchAsync(handle, batch, cancellationToken));

    public ValueTask<ResultBatch?> ReadBatchAsync(StatementHandle handle, int number, CancellationToken cancellationToken) =>
        CallAsync(new(StoreOperation.ReadBatch, handle), () => Inner.ReadBatchAsync(handle, number, cancellationToken));

    public ValueTask<bool> RemoveAsync(StatementHandle handle, CancellationToken cancellationToken) =>
        CallAsync(new(StoreOperation.Remove, handle), () => Inner.RemoveAsync(handle, cancellationToken));

    public ValueTask<PurgeResult> PurgeExpiredAsync(DateTimeOffset now, TimeSpan tombstoneRetention, CancellationToken cancellationToken) =>
        CallAsync(new(StoreOperation.Purge), () => Inner.PurgeExpiredAsync(now, tombstoneRetention, cancellationToken));

    private async ValueTask<T> CallAsync<T>(StoreCall call, Func<ValueTask<T>> run)
    {
        Calls.Enqueue(call);
        Throw(Fault?.Invoke(call));
        var result = await run();
        Throw(LostReply?.Invoke(call));
        _answered.Writer.TryWrite(call);
        return result;
    }

    private static void Throw(Exception? exception)
    {
        if (exception is not null)
        {
            throw exception;
        }
    }
}
