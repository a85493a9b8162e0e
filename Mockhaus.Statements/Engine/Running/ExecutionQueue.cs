namespace Mockhaus.Statements.Engine;

/// <summary>A bounded queue of statements that is fair between sessions, and workers that come when there is something in it.</summary>
/// <remarks>
/// <para>A place is reserved before a statement is stored, so that a full queue refuses without a trace. There are as many
/// places as may run and wait together: an idle worker that has not come yet must not make the queue look full.</para>
/// <para>The statements of a session run in order, and the sessions take turns, those first that have nothing running. No session can
/// take all places, neither to run nor to wait: it has a share, and of the places beyond it another session gets one as long as more
/// are free than it has already. A session is known here only as long as it has a place.</para>
/// <para>Instead of a channel with readers parked at it: a reader that is woken for each statement costs ten times what a
/// short statement does (measured). Workers wake each other one at a time and leave when there is nothing that may run; a
/// statement that is cancelled while it waits leaves the queue, and memory, at once.</para>
/// </remarks>
internal sealed class ExecutionQueue(MockhausStatementsOptions options, Func<RunningStatement, ValueTask> run) : IThreadPoolWorkItem
{
    /// <summary>Emptied lines are used again, so that a session with one statement at a time makes nothing new for each.</summary>
    private const int MostSpares = 32;

    private readonly int _maxRunning = options.Limits.MaxConcurrentStatements;
    private readonly int _runningOfSession = options.Limits.ConcurrentOfSession;
    private readonly long _places = options.Limits.MaxConcurrentStatements + (long)options.Limits.MaxQueuedStatements;
    private readonly long _placesOfSession = options.Limits.ConcurrentOfSession + (long)options.Limits.QueuedOfSession;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SessionLine> _sessions = new(StringComparer.Ordinal);
    private readonly Stack<SessionLine> _spares = new();

    /// <summary>The sessions with statements waiting and none running, in turn; and those with some running.</summary>
    private readonly LinkedList<SessionLine> _resting = new();
    private readonly LinkedList<SessionLine> _busy = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _taken;
    private int _running;
    private int _workers;
    private bool _isWaking;
    private bool _isClosing;

    /// <summary>How many sessions it knows.</summary>
    public int Sessions
    {
        get
        {
            lock (_lock)
            {
                return _sessions.Count;
            }
        }
    }

    /// <summary>Reserves a place.</summary>
    /// <returns>The refusal, or null: there is a place.</returns>
    public StatementLimitException? Reserve(string sessionId)
    {
        lock (_lock)
        {
            _sessions.TryGetValue(sessionId, out var line);
            var (own, free) = (line?.Places ?? 0, _places - _taken);
            if (!MayTake(own, free, _placesOfSession, _places))
            {
                return own >= _placesOfSession && free > 0
                    ? new(nameof(options.Limits.MaxQueuedStatementsPerSession), options.Limits.QueuedOfSession, options.Limits.QueuedOfSession + 1L)
                    : new(nameof(options.Limits.MaxQueuedStatements), options.Limits.MaxQueuedStatements, options.Limits.MaxQueuedStatements + 1L);
            }

            if (line is null)
            {
                line = _spares.TryPop(out var spare) ? spare : new();
                line.SessionId = sessionId;
                _sessions.Add(sessionId, line);
            }

            line.Places++;
            _taken++;
            return null;
        }
    }

    /// <summary>Gives a place back that was reserved and not used.</summary>
    public void Release(string sessionId)
    {
        lock (_lock)
        {
            Release(_sessions[sessionId]);
        }
    }

    public void Enqueue(RunningStatement statement)
    {
        lock (_lock)
        {
            var line = _sessions[statement.SessionId];
            statement.QueueNode = line.Waiting.AddLast(statement);
            Line(line);
            if (!MustWake())
            {
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Takes a statement out of the queue, unless a worker has; its place is free from then on.</summary>
    /// <returns>Whether this call took it out.</returns>
    public bool TryRemove(RunningStatement statement)
    {
        // Asked at every end: most statements have left it by then, and need no lock for that.
        if (statement.QueueNode is null)
        {
            return false;
        }

        lock (_lock)
        {
            if (statement.QueueNode is not { } node)
            {
                return false;
            }

            var line = _sessions[statement.SessionId];
            statement.QueueNode = null;
            line.Waiting.Remove(node);
            if (line.Waiting.Count == 0)
            {
                line.Node.List!.Remove(line.Node);
            }

            Release(line);
        }

        return true;
    }

    /// <summary>Lets what is in the queue be worked off.</summary>
    /// <returns>A task that ends when no worker is at work any more.</returns>
    public Task CloseAsync()
    {
        lock (_lock)
        {
            _isClosing = true;
            if (_workers == 0)
            {
                _closed.TrySetResult();
            }
        }

        return _closed.Task;
    }

    void IThreadPoolWorkItem.Execute() => _ = WorkAsync();

    private async Task WorkAsync()
    {
        for (var (next, line) = Next(null); next is not null; (next, line) = Next(line))
        {
            await run(next).ConfigureAwait(false);
        }
    }

    /// <summary>The next statement; null sends the worker away.</summary>
    /// <param name="done">The session of the statement that this worker is done with; null when it has just come.</param>
    private (RunningStatement? Statement, SessionLine? Line) Next(SessionLine? done)
    {
        RunningStatement statement;
        SessionLine line;
        lock (_lock)
        {
            if (done is null)
            {
                _isWaking = false;
            }
            else
            {
                End(done);
            }

            if (NextLine() is not { } next)
            {
                _workers--;
                if (_isClosing && _workers == 0)
                {
                    _closed.TrySetResult();
                }

                return default;
            }

            line = next;
            statement = Take(line);
            if (!MustWake())
            {
                return (statement, line);
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return (statement, line);
    }

    /// <summary>The session whose turn it is, if there is one that may run a statement more.</summary>
    private SessionLine? NextLine()
    {
        var free = _maxRunning - _running;
        if (free == 0 || _resting.First is not null)
        {
            return free == 0 ? null : _resting.First!.Value;
        }

        // Each of them has at least one running, so they are not more than run.
        for (var busy = _busy.First; busy is not null; busy = busy.Next)
        {
            if (MayTake(busy.Value.Running, free, _runningOfSession, _maxRunning))
            {
                return busy.Value;
            }
        }

        return null;
    }

    /// <summary>Whether a session may take one more place.</summary>
    private static bool MayTake(long own, long free, long share, long all) => own < share && (free > all - share || own < free);

    private RunningStatement Take(SessionLine line)
    {
        var node = line.Waiting.First!;
        node.Value.QueueNode = null;
        line.Waiting.RemoveFirst();
        line.Running++;
        _running++;
        line.Node.List!.Remove(line.Node);
        Line(line);
        return node.Value;
    }

    private void End(SessionLine line)
    {
        line.Running--;
        _running--;
        if (line.Running == 0 && line.Node.List is { } busy)
        {
            busy.Remove(line.Node);
            Line(line);
        }

        Release(line);
    }

    /// <summary>Puts a session behind the others of its kind, if it has statements waiting and does not stand there already.</summary>
    private void Line(SessionLine line)
    {
        if (line.Waiting.Count > 0 && line.Node.List is null)
        {
            (line.Running == 0 ? _resting : _busy).AddLast(line.Node);
        }
    }

    private void Release(SessionLine line)
    {
        _taken--;
        if (--line.Places == 0)
        {
            _sessions.Remove(line.SessionId);
            if (_spares.Count < MostSpares)
            {
                _spares.Push(line);
            }
        }
    }

    /// <summary>Whether one more worker is wanted; each of them, once awake, sees to the next.</summary>
    private bool MustWake()
    {
        if (_isWaking || _workers == _maxRunning || NextLine() is null)
        {
            return false;
        }

        _workers++;
        return _isWaking = true;
    }
}
