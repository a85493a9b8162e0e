using System.Data.Common;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements;

/// <summary>What one user sees of a <see cref="StatementManager"/>: the same verbs, for the statements of one session only.</summary>
/// <remarks>A light object over the manager; safe for many threads; two for the same session are the same session.</remarks>
public sealed class StatementSession
{
    private readonly StatementManager _manager;

    internal StatementSession(StatementManager manager, string id) => (_manager, Id) = (manager, id);

    /// <summary>The session.</summary>
    public string Id { get; }

    /// <inheritdoc cref="StatementManager.SubmitAsync"/>
    public ValueTask<Statement> SubmitAsync(StatementRequest request, CancellationToken cancellationToken = default) =>
        _manager.SubmitAsync(Id, request, cancellationToken);

    /// <inheritdoc cref="StatementManager.GetAsync"/>
    public ValueTask<Statement> GetAsync(StatementHandle handle, CancellationToken cancellationToken = default) =>
        _manager.GetAsync(Id, handle, cancellationToken);

    /// <inheritdoc cref="StatementManager.WaitAsync"/>
    public ValueTask<Statement> WaitAsync(
        StatementHandle handle,
        TimeSpan limit,
        WaitLimitAction atLimit = WaitLimitAction.GoOn,
        CancellationToken cancellationToken = default) =>
        _manager.WaitAsync(Id, handle, limit, atLimit, cancellationToken);

    /// <inheritdoc cref="StatementManager.WatchAsync"/>
    public IAsyncEnumerable<Statement> WatchAsync(StatementHandle handle, CancellationToken cancellationToken = default) =>
        _manager.WatchAsync(Id, handle, cancellationToken);

    /// <inheritdoc cref="StatementManager.CancelAsync"/>
    public ValueTask<CancelOutcome> CancelAsync(StatementHandle handle, CancellationToken cancellationToken = default) =>
        _manager.CancelAsync(Id, handle, cancellationToken);

    /// <inheritdoc cref="StatementManager.ReadBatchAsync"/>
    public ValueTask<ResultBatch?> ReadBatchAsync(StatementHandle handle, int number, CancellationToken cancellationToken = default) =>
        _manager.ReadBatchAsync(Id, handle, number, cancellationToken);

    /// <inheritdoc cref="StatementManager.ReadRowsAsync"/>
    public IAsyncEnumerable<ResultRow> ReadRowsAsync(
        StatementHandle handle, long skip = 0, long? take = null, CancellationToken cancellationToken = default) =>
        _manager.ReadRowsAsync(Id, handle, skip, take, cancellationToken);

    /// <inheritdoc cref="StatementManager.OpenReaderAsync"/>
    public ValueTask<DbDataReader> OpenReaderAsync(StatementHandle handle, CancellationToken cancellationToken = default) =>
        _manager.OpenReaderAsync(Id, handle, cancellationToken);

    /// <inheritdoc cref="StatementManager.CopyToAsync"/>
    public ValueTask CopyToAsync(StatementHandle handle, Stream destination, CancellationToken cancellationToken = default) =>
        _manager.CopyToAsync(Id, handle, destination, cancellationToken);

    /// <inheritdoc cref="StatementManager.ListAsync"/>
    public IAsyncEnumerable<Statement> ListAsync(StatementFilter? filter = null, CancellationToken cancellationToken = default) =>
        _manager.ListAsync(Id, filter, cancellationToken);

    /// <inheritdoc cref="StatementManager.ReleaseAsync"/>
    public ValueTask<bool> ReleaseAsync(StatementHandle handle, CancellationToken cancellationToken = default) =>
        _manager.ReleaseAsync(Id, handle, cancellationToken);

    /// <inheritdoc cref="StatementManager.EndSessionAsync"/>
    public ValueTask<int> EndAsync(CancellationToken cancellationToken = default) =>
        _manager.EndSessionAsync(Id, cancellationToken);
}
