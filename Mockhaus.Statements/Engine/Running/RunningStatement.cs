using System.Diagnostics;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Lifecycle;

namespace Mockhaus.Statements.Engine;

/// <summary>A live statement of this manager: where it stands, who waits for it, and what stops its work.</summary>
/// <remarks>
/// One of these is made for every statement, so its parts are structs in it, and the lock is the object itself, which no other code locks.
/// Signals and the cancellation source are made when they are first asked for.
/// </remarks>
internal sealed class RunningStatement(Statement statement) : IExecutionObserver, IDisposable
{
    private RunState _state = new(statement);
    private RunSignals _signals;
    private RunCancellation _cancellation;
    private int _waiters;
    private int _checks;

    public StatementHandle Handle { get; } = statement.Handle;

    public string SessionId { get; } = statement.SessionId;

    /// <summary>The newest state that the store has returned.</summary>
    public Statement Current => _state.Current;

    /// <summary>
    /// The outcome that the store has not taken yet, while it is tried again; null when there is none. No other outcome is written in
    /// its place. It is not answered: until the store has an end, the statement is live.
    /// </summary>
    public StatementOutcome? PendingOutcome => _state.PendingOutcome;

    /// <summary>Its terminal state once the store has it, while its children are still being ended and no waiter is answered yet.</summary>
    public Statement? Terminal
    {
        get => _state.Terminal;
        set => _state.Terminal = value;
    }

    /// <summary>The state that waiters are answered with; null while it has not ended.</summary>
    public Statement? Final => _state.Final;

    /// <summary>The state that is to come, as far as it is decided; otherwise the current one.</summary>
    public Statement Expected
    {
        get
        {
            lock (this)
            {
                return _state.Expected;
            }
        }
    }

    /// <summary>Whether the store has it: from then on it counts, and its end is reported.</summary>
    public bool IsStored => _state.IsStored;

    /// <summary>Its place in the queue while it waits there; the queue's own.</summary>
    public LinkedListNode<RunningStatement>? QueueNode { get; set; }

    /// <summary>Its run, once it has begun.</summary>
    public StatementExecution? Execution { get; set; }

    /// <summary>Whether the executor has returned, so that there is nothing left to stop.</summary>
    public bool IsExecuted { get; set; }

    /// <summary>The statements that it is made of, once all of them are stored.</summary>
    public IReadOnlyList<RunningStatement>? Children { get; set; }

    /// <summary>The timeout's timer.</summary>
    public ITimer? Timer { get; set; }

    /// <summary>Its span, while there is a listener.</summary>
    public Activity? Span { get; set; }

    /// <summary>Fires when the work is no longer wanted.</summary>
    public CancellationToken Stopping
    {
        get
        {
            lock (this)
            {
                return _cancellation.Token;
            }
        }
    }

    /// <summary>Ends with the final state.</summary>
    public Task<Statement> Ended
    {
        get
        {
            lock (this)
            {
                return _signals.WhenEnded(_state.Final);
            }
        }
    }

    /// <summary>Ends with the next change of its state or its progress after this call.</summary>
    public Task Changed
    {
        get
        {
            lock (this)
            {
                return _signals.WhenChanged(_state.Final);
            }
        }
    }

    /// <summary>Counts a waiter more or less.</summary>
    /// <returns>How many there are then.</returns>
    public int AddWaiter(int change) => Interlocked.Add(ref _waiters, change);

    /// <summary>Begins to ask the store what others have done to it. While another thread is at that, that thread asks once more instead.</summary>
    /// <returns>Whether the caller has to ask.</returns>
    public bool TryBeginCheck() => Interlocked.Increment(ref _checks) == 1;

    /// <summary>Ends asking, unless it was asked for once more meanwhile.</summary>
    public bool MustCheckAgain()
    {
        if (Interlocked.CompareExchange(ref _checks, 0, 1) == 1)
        {
            return false;
        }

        // However often that was, once more is enough for all of them.
        Volatile.Write(ref _checks, 1);
        return true;
    }

    /// <summary>Keeps the first outcome that the store did not take, so that only that one is tried from then on.</summary>
    public void SetPendingOutcome(StatementOutcome outcome)
    {
        lock (this)
        {
            if (!_state.Current.IsFinished)
            {
                _state.PendingOutcome ??= outcome;
            }
        }
    }

    /// <summary>Lets a failure take the place of a pending success that the store has refused for long. Neither was answered.</summary>
    public void ReplacePendingSuccess(StatementOutcome failure)
    {
        lock (this)
        {
            if (_state.PendingOutcome?.Status == StatementStatus.Succeeded)
            {
                _state.PendingOutcome = failure;
            }
        }
    }

    /// <summary>
    /// Takes over a state that the store has returned, or that it has none any more. Answers may overtake each other: an older
    /// one is ignored.
    /// </summary>
    public void Observe(Statement? stored)
    {
        lock (this)
        {
            if (stored is null || stored.IsFinished)
            {
                _state.PendingOutcome = null;
            }

            if (stored?.Version > _state.Current.Version)
            {
                _state.Current = stored;
                _signals.SignalChange();
            }
        }
    }

    /// <inheritdoc />
    public void OnProgress()
    {
        lock (this)
        {
            _signals.SignalChange();
        }
    }

    /// <summary>The store has it. Another manager that found it there may have ended it already.</summary>
    /// <returns>Whether its end is to be reported now.</returns>
    public bool MarkStored()
    {
        lock (this)
        {
            _state.IsStored = true;
            return _state.TryReport();
        }
    }

    /// <summary>Wakes all waiters, the first time.</summary>
    /// <returns>Whether its end is to be reported now.</returns>
    public bool Complete(Statement final)
    {
        lock (this)
        {
            if (_state.Final is null)
            {
                _state.Final = final;
                _signals.SignalEnd(final);
            }

            return _state.TryReport();
        }
    }

    /// <summary>Tells the executor to stop.</summary>
    public void Stop()
    {
        lock (this)
        {
            _cancellation.Stop();
        }
    }

    public void Dispose()
    {
        Timer?.Dispose();
        lock (this)
        {
            _cancellation.Dispose();
        }
    }
}
