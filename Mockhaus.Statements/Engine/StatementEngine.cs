using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Mockhaus.Statements.Diagnostics;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.History;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Engine;

/// <summary>Puts the parts of an engine together, starts them, and stops them.</summary>
internal sealed class StatementEngine : IAsyncDisposable
{
    private readonly EngineContext _context;
    private readonly IStatementStoreHealth? _health;
    private readonly StatementRegistry _registry;
    private readonly ExecutionQueue _queue;
    private readonly WaiterCount _waiters;
    private readonly ResultBudget _budget;
    private readonly StatementCompleter _completer;
    private readonly OwnershipMonitor _ownership;
    private readonly ChangeFollower _follower;
    private readonly Housekeeper _housekeeper;
    private readonly StatementDiagnostics _diagnostics;
    private readonly HistoryRecorder? _recorder;
    private readonly SessionStatements _session;

    public StatementEngine(
        IStatementStore store,
        IStatementExecutor executor,
        IStatementHistory? history,
        MockhausStatementsOptions options,
        TimeProvider timeProvider,
        ILogger logger,
        IMeterFactory? meterFactory,
        Type facade)
    {
        _context = new(store, options, timeProvider, logger, facade);
        _health = store.GetCapability<IStatementStoreHealth>();
        var context = _context;
        var leases = store.GetCapability<IStatementLeases>();
        _registry = new(options);
        _waiters = new(options.Limits.MaxWaitersPerStatement);
        _budget = new(store, leases is not null, options.Results.MaxTotalResultBytes, context.Logger);
        _diagnostics = new(options, meterFactory, context.Logger, CountLoad, statement => Describe(executor, statement));
        _recorder = history is null ? null : new(context, history, _diagnostics);
        History = new(context, history, _recorder);
        var activity = new SessionActivity(context, store.GetCapability<IStatementSessionActivity>());

        // A worker completes statements, and what completes them takes them out of the queue: one of the two has to be known later.
        StatementRunner? runner = null;
        _queue = new(options, running => runner!.RunAsync(running));
        _completer = new(context, _registry, _queue, _budget, activity, _diagnostics, _recorder);
        var room = options.Limits.SessionLimit == SessionLimit.ExpireOldest
            ? new SessionRoom(store, options.Limits.MaxStatementsPerSession, () => context.Now, _budget.Remove, context.Logger)
            : null;
        runner = new(context, executor, _completer, new(context, executor, _registry, _completer, room, _recorder), _diagnostics, _recorder, () => _session!);

        Sessions = new(context, _completer, _budget, _recorder);
        var expiry = new SessionExpiry(context, activity, Sessions);
        _ownership = new(context, leases ?? InProcessLeases.Instance, _completer);
        Reader = new(context, _registry, expiry, _ownership);
        Results = new(Reader);
        _session = new(context, Reader, Results, History);
        Canceller = new(context, Reader, _completer, _recorder);
        Releaser = new(context, Reader, _budget, _recorder);
        Submitter = new(context, _registry, _queue, Reader, _completer, expiry, room, _recorder);

        // The caller that makes the engine, a request or a test, must not lend its context to all statements to come.
        using (ExecutionContext.SuppressFlow())
        {
            _housekeeper = new(context, _budget, _ownership, expiry, _diagnostics, _recorder);
            _follower = new(context, store.GetCapability<IStatementChangeFeed>(), _registry, _waiters, _completer);
        }

        Waiter = new(context, _registry, Reader, Canceller, _waiters, _follower.IsTold);
    }

    public StatementSubmitter Submitter { get; }

    public StatementReader Reader { get; }

    public ResultReader Results { get; }

    public StatementWaiter Waiter { get; }

    public StatementCanceller Canceller { get; }

    public StatementReleaser Releaser { get; }

    public SessionEnder Sessions { get; }

    public HistoryReader History { get; }

    /// <summary>Asks the store how it is, or for a statement that it does not have, and counts those that are live here.</summary>
    public async ValueTask<StatementLoad> CheckAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        _context.ThrowIfDisposed();

        if (_health is not null)
        {
            var outage = await _health.CheckAsync(limit, cancellationToken).ConfigureAwait(false);
            return CountLoad() with { Outage = outage };
        }

        // A store that ignores its token must not hold up the caller. The system's clock: it is the caller who waits.
        await _context.Store.FindAsync(StatementHandle.New(_context.TimeProvider), cancellationToken).AsTask()
            .WaitAsync(limit, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        return CountLoad();
    }

    /// <summary>Ends every live statement with the shutdown code, wakes all waiters, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_context.TryBeginDispose())
        {
            return;
        }

        _follower.Unsubscribe();
        var begun = TimeProvider.System.GetTimestamp();
        await _context.StopAsync().ConfigureAwait(false);
        var ending = Task.WhenAll(
        [
            _housekeeper.DisposeAsync().AsTask(),
            _ownership.StopAsync(),
            _follower.StopAsync(),
            _queue.CloseAsync(),
            .. _registry.All.Select(_completer.EndForShutdownAsync),
        ]);
        var limit = _context.Options.ShutdownTimeout;
        try
        {
            // The system's clock: a host that has stopped moving its own clock must not hang in here.
            await ending.WaitAsync(limit, TimeProvider.System).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Log.ShutdownTimedOut(_context.Logger, _registry.Count, limit);
        }

        if (_recorder is not null)
        {
            await _recorder.StopAsync(limit - TimeProvider.System.GetElapsedTime(begun)).ConfigureAwait(false);
            _recorder.Dispose();
        }

        await _ownership.ReturnLeaseAsync(limit - TimeProvider.System.GetElapsedTime(begun)).ConfigureAwait(false);
        _diagnostics.Dispose();
        _context.Dispose();
    }

    private StatementLoad CountLoad() => _registry.CountLoad(_waiters.Total, _budget.Bytes) with { History = _recorder?.Load };

    private static DatabaseOperation Describe(IStatementExecutor executor, Statement statement) =>
        new((executor as IDatabaseExecutor)?.SystemName ?? DatabaseSystem.Other, SqlOperation.From(statement));
}
