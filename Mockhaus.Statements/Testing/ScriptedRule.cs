using System.Collections.Immutable;
using System.Threading.Channels;

namespace Mockhaus.Statements.Testing;

/// <summary>A rule of a script: it answers the statements that match, call by call.</summary>
/// <remarks>Thread-safe. The first call gets the first answer, the next call the next one; all further calls get the last answer. The
/// count continues across sessions and managers, and after <see cref="ScriptedExecutor.ClearCalls"/>.</remarks>
public sealed class ScriptedRule
{
    private readonly string _description;
    private readonly Func<Statement, bool> _matches;
    private readonly ScriptedCallLog _log;
    private readonly Lock _lock = new();

    // One entry for each released call. Waiting calls are served in order.
    private readonly Channel<bool> _releases = Channel.CreateUnbounded<bool>();
    private ImmutableArray<ScriptedAnswer> _answers = [];
    private int _taken;
    private bool _holds;

    internal ScriptedRule(string description, Func<Statement, bool> matches, ScriptedCallLog log, TimeProvider clock)
    {
        (_description, _matches, _log) = (description, matches, log);
        Clock = clock;
    }

    /// <summary>The next step: the answer to the call after the last one that has an answer.</summary>
    /// <remarks>Without it, that call and all further calls get the last answer.</remarks>
    public ScriptedStep Then
    {
        get
        {
            lock (_lock)
            {
                return new(this, _answers.Length, []);
            }
        }
    }

    /// <summary>The calls that this rule has matched so far, in the order in which they started, with their current states.</summary>
    public IReadOnlyList<ScriptedCall> Calls => _log.CallsOf(this);

    internal TimeProvider Clock { get; }

    internal bool IsComplete
    {
        get
        {
            lock (_lock)
            {
                return _answers.Length > 0;
            }
        }
    }

    /// <summary>Waits until this rule has been called a number of times.</summary>
    /// <remarks>The call is then already waiting for its release or for the clock, so moving the clock wakes it.</remarks>
    /// <param name="times">The number of started calls to wait for.</param>
    /// <param name="cancellationToken">Cancels the wait. Without a token, the method waits indefinitely.</param>
    /// <returns>The last of these calls.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than one.</exception>
    public ValueTask<ScriptedCall> CalledAsync(int times = 1, CancellationToken cancellationToken = default) =>
        _log.BegunAsync(this, times, cancellationToken);

    /// <summary>Waits until a number of calls of this rule have ended.</summary>
    /// <remarks>A cancelled statement ends before its executor has stopped; this method waits for the executor.</remarks>
    /// <param name="times">The number of ended calls to wait for.</param>
    /// <param name="cancellationToken">Cancels the wait. Without a token, the method waits indefinitely.</param>
    /// <returns>The call that ended last of these.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than one.</exception>
    public ValueTask<ScriptedCall> EndedAsync(int times = 1, CancellationToken cancellationToken = default) =>
        _log.EndedAsync(this, times, cancellationToken);

    /// <summary>Releases calls that <see cref="ScriptedStep.Holds"/> holds, in the order in which they started. A future call that
    /// is released is not held.</summary>
    /// <param name="calls">The number of calls.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than one.</exception>
    /// <exception cref="InvalidOperationException">No step of the rule holds calls.</exception>
    public void Release(int calls = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(calls, 1);
        if (!Volatile.Read(ref _holds))
        {
            throw new InvalidOperationException($"{this} holds no call. Call {nameof(ScriptedStep.Holds)}() before its answer.");
        }

        for (var call = 0; call < calls; call++)
        {
            _releases.Writer.TryWrite(true);
        }
    }

    /// <summary>The description of the rule.</summary>
    /// <returns>Such as <c>When("select 1")</c>.</returns>
    public override string ToString() => _description;

    internal bool Matches(Statement statement) => IsComplete && _matches(statement);

    internal Task HoldAsync(CancellationToken cancellationToken) => _releases.Reader.ReadAsync(cancellationToken).AsTask();

    internal void Add(int index, ScriptedAnswer answer)
    {
        lock (_lock)
        {
            if (_answers.Length != index)
            {
                throw new InvalidOperationException($"Step {index + 1} of {this} already has an answer. Use .{nameof(Then)} for the next call.");
            }

            _answers = _answers.Add(answer);
            _holds |= answer.Pauses.Contains(HoldAsync);
        }
    }

    internal ScriptedAnswer TakeAnswer()
    {
        lock (_lock)
        {
            var answer = _answers[Math.Min(_taken, _answers.Length - 1)];
            _taken = Math.Min(_taken + 1, _answers.Length);
            return answer;
        }
    }
}
