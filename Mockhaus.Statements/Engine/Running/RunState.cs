using Mockhaus.Statements.Lifecycle;

namespace Mockhaus.Statements.Engine;

/// <summary>Where a live statement stands, as far as this manager knows. Embedded in <see cref="RunningStatement"/>, whose lock guards every change.</summary>
/// <remarks>Each statement passes through these, in this order: current states of the store; a pending outcome, when the store did not take it;
/// the terminal state in the store; and the final state, which waiters are answered with.</remarks>
internal struct RunState(Statement statement)
{
    private Statement _current = statement;
    private Statement? _terminal;
    private Statement? _final;
    private StatementOutcome? _pendingOutcome;
    private bool _isReported;

    /// <summary>The newest state that the store has returned.</summary>
    public Statement Current
    {
        readonly get => Volatile.Read(in _current);
        set => Volatile.Write(ref _current, value);
    }

    /// <summary>The outcome that the store has not taken yet, while it is tried again.</summary>
    public StatementOutcome? PendingOutcome
    {
        readonly get => Volatile.Read(in _pendingOutcome);
        set => Volatile.Write(ref _pendingOutcome, value);
    }

    /// <summary>The terminal state once the store has it, while its children are still being ended.</summary>
    public Statement? Terminal
    {
        readonly get => Volatile.Read(in _terminal);
        set => Volatile.Write(ref _terminal, value);
    }

    /// <summary>The state that waiters are answered with.</summary>
    public Statement? Final
    {
        readonly get => Volatile.Read(in _final);
        set => Volatile.Write(ref _final, value);
    }

    /// <summary>Whether the store has the statement.</summary>
    public bool IsStored { get; set; }

    /// <summary>The state that is to come, as far as it is decided; otherwise the current one.</summary>
    public readonly Statement Expected =>
        _final is { IsFinished: true } final ? final
        : _terminal ?? (_pendingOutcome is { } pending && !_current.IsFinished ? pending.Apply(_current) : _final ?? _current);

    /// <summary>Whether the end is to be reported now: once, when there is one and the store has the statement.</summary>
    public bool TryReport()
    {
        if (_isReported || _final is null || !IsStored)
        {
            return false;
        }

        return _isReported = true;
    }
}
