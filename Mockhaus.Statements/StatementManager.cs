using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.Diagnostics;
using Mockhaus.Statements.Engine;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements;

/// <summary>Gives out handles, runs statements, answers for them, cancels them and lets them expire.</summary>
/// <remarks>
/// <para>Safe for many threads. Every verb takes the session first; another session's handle is "not found" in every
/// one of them, with the same message and the same number of calls to the store.
/// <see cref="OpenSession"/> gives the same verbs for one session.</para>
/// <para>A statement that has been submitted runs on, whatever becomes of its submitter. Disposing ends every live
/// statement with <see cref="StatementErrorCodes.Shutdown"/>, waits for the executors no longer than
/// <see cref="MockhausStatementsOptions.ShutdownTimeout"/>, and leaves store and executor to their owner.</para>
/// <para>What a manager that is gone has left live in the store ends as <see cref="StatementErrorCodes.OwnerLost"/>: when a
/// manager starts on that store, when the store finds that the other is gone (<see cref="IStatementLeases"/>), or when
/// somebody asks for it.</para>
/// </remarks>
public sealed partial class StatementManager : IAsyncDisposable
{
    private readonly IStatementStore _store;
    private readonly IStatementStoreHealth? _health;
    private readonly IStatementLeases _leases;
    private readonly IStatementExecutor _executor;
    private readonly MockhausStatementsOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly StatementOwner _owner;
    private readonly IAsyncDisposable _lease;
    private readonly CoalescingRunner _endLost;
    private readonly CoalescingRunner _catchUp;
    private readonly IDisposable? _changes;
    private readonly ConcurrentDictionary<StatementHandle, RunningStatement> _running = new();
    private readonly ExecutionQueue _queue;
    private readonly WaiterCount _waiters;
    private readonly ResultBudget _budget;
    private readonly SessionRoom? _room;
    private readonly IdleSessions? _idle;
    private readonly IStatementSessionActivity? _sessions;
    private readonly StatementDiagnostics _diagnostics;
    private readonly StatementSweeper _sweeper;
    private readonly Task _following;
    private readonly CancellationTokenSource _dispose = new();
    private readonly CancellationToken _disposing;
    private int _disposed;
    private int _isStoreRefusing;

    /// <summary>Makes a manager that works at once.</summary>
    /// <param name="store">Where statements are kept. It has to be built with the same options and the same clock.</param>
    /// <param name="executor">What runs them.</param>
    /// <param name="options">The settings, or null for the defaults. They are not to be changed afterwards.</param>
    /// <param name="timeProvider">The clock, or null for the system's.</param>
    /// <param name="logger">Where to log, or null for nowhere. SQL and bindings are never logged. What it throws is ignored.</param>
    /// <param name="meterFactory">What makes the meter, or null for one that any listener finds by its name.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options are not valid.</exception>
    public StatementManager(
        IStatementStore store,
        IStatementExecutor executor,
        MockhausStatementsOptions? options = null,
        TimeProvider? timeProvider = null,
        ILogger<StatementManager>? logger = null,
        IMeterFactory? meterFactory = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(executor);
        (_store, _health) = (store, store.GetCapability<IStatementStoreHealth>());
        _leases = store.GetCapability<IStatementLeases>() ?? InProcessLeases.Instance;
        _executor = executor;
        _options = options ?? new();
        new MockhausStatementsOptionsValidator().ThrowIfInvalid(_options);
        _timeProvider = timeProvider ?? TimeProvider.System;
        _logger = logger is null ? NullLogger.Instance : new NonThrowingLogger(logger);
        _owner = new(Environment.MachineName, Guid.CreateVersion7(_timeProvider.GetUtcNow()));
        _disposing = _dispose.Token;
        _waiters = new(_options.MaxWaitersPerStatement);
        _budget = new(_store, _leases is not InProcessLeases, _options.MaxTotalResultBytes, _logger);
        _room = _options.SessionLimit == SessionLimit.ExpireOldest
            ? new(_store, _options.MaxStatementsPerSession, () => Now, _budget.Remove, _logger)
            : null;
        _idle = _options.SessionIdleTimeout is { } idle ? new(idle) : null;
        _sessions = _idle is null ? null : store.GetCapability<IStatementSessionActivity>();
        _diagnostics = new(_options, meterFactory, _logger, CountLoad, DescribeOperation);
        _queue = new(_options, RunAsync);
        (_endLost, _catchUp) = (new(EndLostAsync), new(CatchUpAsync));
        _lease = _leases.AcquireLease(_owner, _endLost.Ask);

        // Whoever happens to make the manager, a request or a test, must not lend its context to all statements to come.
        using (ExecutionContext.SuppressFlow())
        {
            _sweeper = new(_options.CleanupInterval, _timeProvider, _logger, _ => _endLost.RunAsync(), PurgeExpiredAsync, CountAsync, EndIdleAsync);
            _following = FollowAsync();
        }

        _changes = store.GetCapability<IStatementChangeFeed>()?.Subscribe(NoteChange);
    }

    /// <summary>The same verbs for one session. Costs nothing; a session exists as long as it has statements.</summary>
    /// <param name="sessionId">The session; any text that the host uses for one user.</param>
    /// <returns>The session.</returns>
    public StatementSession OpenSession(string sessionId)
    {
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        return new(this, sessionId);
    }

    /// <summary>Ends every live statement with the shutdown code, wakes all who wait, and stops.</summary>
    /// <returns>A task that ends within <see cref="MockhausStatementsOptions.ShutdownTimeout"/>.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _changes?.Dispose();
        var begun = TimeProvider.System.GetTimestamp();
        await _dispose.CancelAsync().ConfigureAwait(false);
        var ending = Task.WhenAll(
            [_sweeper.DisposeAsync().AsTask(), _endLost.CloseAsync(), _catchUp.CloseAsync(), _following, _queue.CloseAsync(), .. _running.Values.Select(EndForShutdownAsync)]);
        try
        {
            // The system's clock: a host that has stopped moving its own clock must not hang in here.
            await ending.WaitAsync(_options.ShutdownTimeout, TimeProvider.System).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Log.ShutdownTimedOut(_logger, _running.Count, _options.ShutdownTimeout);
        }

        await LeaveAsync(_options.ShutdownTimeout - TimeProvider.System.GetElapsedTime(begun)).ConfigureAwait(false);
        _diagnostics.Dispose();
        _dispose.Dispose();
    }

    /// <summary>The time as it is stored: UTC in whole microseconds, which every store can hold.</summary>
    private DateTimeOffset Now
    {
        get
        {
            var now = _timeProvider.GetUtcNow();
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        }
    }

    private DatabaseOperation DescribeOperation(Statement statement) =>
        new((_executor as IDatabaseExecutor)?.SystemName ?? DatabaseSystem.Other, SqlOperation.Of(statement));

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
}
