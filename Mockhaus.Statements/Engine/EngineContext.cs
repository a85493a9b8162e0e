using Microsoft.Extensions.Logging;
using Mockhaus.Statements.Lifecycle;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Engine;

/// <summary>What all parts of an engine share: the store, the options, the clock, the owner that they act for, and whether it is being disposed.</summary>
internal sealed class EngineContext : IDisposable
{
    private readonly CancellationTokenSource _disposing = new();
    private readonly Type _facade;
    private int _isDisposed;

    /// <param name="store">Where statements are kept.</param>
    /// <param name="options">The options, validated.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="logger">Where to log.</param>
    /// <param name="facade">The type that is named as disposed afterwards.</param>
    public EngineContext(IStatementStore store, MockhausStatementsOptions options, TimeProvider timeProvider, ILogger logger, Type facade)
    {
        (Store, Options, TimeProvider, Logger, _facade) = (store, options, timeProvider, logger, facade);
        Owner = new(Environment.MachineName, Guid.CreateVersion7(timeProvider.GetUtcNow()));

        // Kept, because a source that is disposed gives no token.
        Disposing = _disposing.Token;
    }

    public IStatementStore Store { get; }

    public MockhausStatementsOptions Options { get; }

    public TimeProvider TimeProvider { get; }

    public ILogger Logger { get; }

    /// <summary>This life of this manager: the owner of the statements that it takes.</summary>
    public StatementOwner Owner { get; }

    /// <summary>Fires when the engine is disposed.</summary>
    public CancellationToken Disposing { get; }

    public bool IsDisposed => Volatile.Read(ref _isDisposed) != 0;

    /// <summary>The time as it is stored: UTC in whole microseconds, which every store can hold.</summary>
    public DateTimeOffset Now
    {
        get
        {
            var now = TimeProvider.GetUtcNow();
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        }
    }

    /// <summary>A failure that has its time from now, however long it takes to be written.</summary>
    public StatementOutcome Failure(StatementError error) => StatementOutcome.Failure(error, Now);

    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(IsDisposed, _facade);

    /// <summary>Marks the engine as disposed.</summary>
    /// <returns>Whether this call did that.</returns>
    public bool TryBeginDispose() => Interlocked.Exchange(ref _isDisposed, 1) == 0;

    /// <summary>Fires <see cref="Disposing"/>.</summary>
    public Task StopAsync() => _disposing.CancelAsync();

    public void Dispose() => _disposing.Dispose();
}
