namespace Mockhaus.Statements.Execution;

/// <summary>A live statement of this manager: what it takes to stop it, and to be woken when it ends.</summary>
internal sealed class RunningStatement(Statement statement) : IDisposable
{
    // Continuations run elsewhere: whoever ends a statement must not run a thousand waiters on its way.
    private readonly TaskCompletionSource<Statement> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private Statement _current = statement;
    private Func<Statement, Statement>? _promised;
    private bool _disposed;
    private int _leftQueue;

    public StatementHandle Handle { get; } = statement.Handle;

    /// <summary>The newest state that this manager knows; the store's word counts.</summary>
    public Statement Current => Volatile.Read(ref _current);

    /// <summary>How it ended although the store could not be told yet. It answers in the store's place.</summary>
    public Statement? Unwritten { get; set; }

    /// <summary>The end that was answered first while the store could not be told. No other end may take its place.</summary>
    public Func<Statement, Statement>? Promised => Volatile.Read(ref _promised);

    /// <summary>Fires when the work is no longer wanted.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>Ends with the terminal state, once that is stored, or answered in the store's place.</summary>
    public Task<Statement> Ended => _ended.Task;

    /// <summary>The timeout's timer.</summary>
    public ITimer? Timer { get; set; }

    /// <summary>Whether the executor has returned, so that there is nothing left to stop.</summary>
    public bool IsExecuted { get; set; }

    /// <summary>Whether this call is the one that takes the statement out of the queue.</summary>
    public bool TryLeaveQueue() => Interlocked.Exchange(ref _leftQueue, 1) == 0;

    /// <summary>Makes an end the promised one, unless another is.</summary>
    /// <returns>The promised end.</returns>
    public Func<Statement, Statement> Promise(Func<Statement, Statement> end) =>
        Interlocked.CompareExchange(ref _promised, end, null) ?? end;

    /// <summary>Takes note of a state that the store has told. Answers may overtake each other: an older one is ignored.</summary>
    public void Learn(Statement? told)
    {
        lock (_lock)
        {
            if (told?.Version > _current.Version)
            {
                Volatile.Write(ref _current, told);
            }
        }
    }

    public void End(Statement final) => _ended.TrySetResult(final);

    /// <summary>Tells the executor to stop. Its callbacks run on a thread of their own: one that blocks holds up nobody.</summary>
    public void Stop()
    {
        // A canceller may come this far just when the worker is done with the statement.
        lock (_lock)
        {
            if (!_disposed)
            {
                _ = _stop.CancelAsync();
            }
        }
    }

    public void Dispose()
    {
        Timer?.Dispose();
        lock (_lock)
        {
            _disposed = true;
            _stop.Dispose();
        }
    }
}
