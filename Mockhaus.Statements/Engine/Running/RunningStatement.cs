using System.Diagnostics;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Lifecycle;

namespace Mockhaus.Statements.Engine;

/// <summary>A live statement of this manager: what it takes to stop it, and to be woken when it moves.</summary>
/// <remarks>
/// What only some statements need (waiters, watchers, a token) is made when it is first asked for, and the lock is the object
/// itself, which nobody else locks: one of these is made for every statement.
/// </remarks>
internal sealed class RunningStatement(Statement statement) : IExecutionObserver, IDisposable
{
    private Statement _current = statement;
    private Statement? _ending;
    private Statement? _final;
    private StatementOutcome? _decided;
    private TaskCompletionSource<Statement>? _ended;
    private TaskCompletionSource? _changed;
    private CancellationTokenSource? _stop;
    private bool _isTold;
    private int _waiters;
    private int _follows;
    private bool _isStopped;
    private bool _isDisposed;

    public StatementHandle Handle { get; } = statement.Handle;

    public string SessionId { get; } = statement.SessionId;

    /// <summary>The newest state that this manager knows; the store's word counts.</summary>
    public Statement Current => Volatile.Read(ref _current);

    /// <summary>
    /// The end that the store has not taken yet, while it is tried again; null when there is none. No other end is written in
    /// its place. It is not answered: until the store has an end, the statement is live.
    /// </summary>
    public StatementOutcome? PendingOutcome => Volatile.Read(ref _decided);

    /// <summary>Its place in the queue while it waits there; the queue's own.</summary>
    public LinkedListNode<RunningStatement>? QueueNode { get; set; }

    /// <summary>Its run, once it has begun.</summary>
    public StatementExecution? Execution { get; set; }

    /// <summary>The statements that it is made of, once all of them are stored.</summary>
    public IReadOnlyList<RunningStatement>? Children { get; set; }

    /// <summary>Its terminal state once that is written, while its parts are still being ended and nobody is told of it yet.</summary>
    public Statement? Ending
    {
        get => Volatile.Read(ref _ending);
        set => Volatile.Write(ref _ending, value);
    }

    /// <summary>The timeout's timer.</summary>
    public ITimer? Timer { get; set; }

    /// <summary>Its span, while somebody listens.</summary>
    public Activity? Span { get; set; }

    /// <summary>Whether the store has it: from then on it counts, and its end is told.</summary>
    public bool IsStored { get; private set; }

    /// <summary>How it has ended for those who wait; null while it has not.</summary>
    public Statement? Final => Volatile.Read(ref _final);

    /// <summary>How it has ended, as far as that is decided; otherwise where it stands.</summary>
    public Statement Newest
    {
        get
        {
            lock (this)
            {
                return _final is { IsFinished: true } final ? final
                    : _ending ?? (_decided is { } decided && !_current.IsFinished ? decided.Apply(_current) : _final ?? _current);
            }
        }
    }

    /// <summary>Whether the executor has returned, so that there is nothing left to stop.</summary>
    public bool IsExecuted { get; set; }

    /// <summary>Fires when the work is no longer wanted.</summary>
    public CancellationToken Stopping
    {
        get
        {
            lock (this)
            {
                return _isStopped || _isDisposed ? new(canceled: true) : (_stop ??= new()).Token;
            }
        }
    }

    /// <summary>Ends with the terminal state, once that is stored, or answered in the store's place.</summary>
    public Task<Statement> Ended
    {
        get
        {
            lock (this)
            {
                // Continuations run elsewhere: whoever ends a statement must not run a thousand waiters on its way.
                return _final is not null && _ended is null
                    ? Task.FromResult(_final)
                    : (_ended ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
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
                return _final is not null
                    ? Task.CompletedTask
                    : (_changed ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

    /// <summary>Counts a waiter more or less.</summary>
    /// <returns>How many there are then.</returns>
    public int AddWaiter(int change) => Interlocked.Add(ref _waiters, change);

    /// <summary>Begins to ask the store what others have done to it, unless somebody is at that: he asks once more then.</summary>
    public bool TryFollow() => Interlocked.Increment(ref _follows) == 1;

    /// <summary>Ends asking, unless it was asked for once more meanwhile.</summary>
    public bool MustFollowAgain()
    {
        if (Interlocked.CompareExchange(ref _follows, 0, 1) == 1)
        {
            return false;
        }

        // However often that was, once more is enough for all of them.
        Volatile.Write(ref _follows, 1);
        return true;
    }

    /// <summary>Keeps the first end that the store did not take, so that only that one is tried from then on.</summary>
    public void SetPendingOutcome(StatementOutcome end)
    {
        lock (this)
        {
            if (!_current.IsFinished)
            {
                _decided ??= end;
            }
        }
    }

    /// <summary>Lets a failure take the place of a success that the store has refused for long. Neither was answered.</summary>
    public void GiveUpSuccess(StatementOutcome failure)
    {
        lock (this)
        {
            if (_decided?.Status == StatementStatus.Succeeded)
            {
                _decided = failure;
            }
        }
    }

    /// <summary>
    /// Takes note of a state that the store has told, or that it has none any more. Answers may overtake each other: an older
    /// one is ignored.
    /// </summary>
    public void Observe(Statement? told)
    {
        lock (this)
        {
            if (told is null || told.IsFinished)
            {
                _decided = null;
            }

            if (told?.Version > _current.Version)
            {
                Volatile.Write(ref _current, told);
                Pulse();
            }
        }
    }

    /// <inheritdoc />
    public void OnProgress() => Pulse();

    private void Pulse()
    {
        lock (this)
        {
            _changed?.TrySetResult();
            _changed = null;
        }
    }

    /// <summary>The store has it. Somebody who found it there may have ended it already.</summary>
    /// <returns>Whether its end is to be told now.</returns>
    public bool Store()
    {
        lock (this)
        {
            IsStored = true;
            return MustTell();
        }
    }

    /// <summary>Wakes all who wait, the first time.</summary>
    /// <returns>Whether its end is to be told now.</returns>
    public bool End(Statement final)
    {
        lock (this)
        {
            if (_final is null)
            {
                Volatile.Write(ref _final, final);
                _ended?.TrySetResult(final);
                _changed?.TrySetResult();
            }

            return MustTell();
        }
    }

    /// <summary>Tells the executor to stop. Its callbacks run on a thread of their own: one that blocks holds up nobody.</summary>
    public void Stop()
    {
        // A canceller may come this far just when the worker is done with the statement.
        lock (this)
        {
            _isStopped = true;
            if (!_isDisposed)
            {
                _ = _stop?.CancelAsync();
            }
        }
    }

    public void Dispose()
    {
        Timer?.Dispose();
        lock (this)
        {
            _isDisposed = true;
            _stop?.Dispose();
        }
    }

    private bool MustTell()
    {
        if (_isTold || _final is null || !IsStored)
        {
            return false;
        }

        return _isTold = true;
    }
}
