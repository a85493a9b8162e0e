using System.Collections.Immutable;
using System.Threading.Channels;

namespace Mockhaus.Statements.Testing;

/// <summary>What a script does with the statements that match, call after call.</summary>
/// <remarks>Safe for many threads. The first call gets the first answer, the next one the next; the last answer is given to all
/// calls that follow. The count goes on across sessions and managers, and over <see cref="ScriptedExecutor.ClearCalls"/>.</remarks>
public sealed class ScriptedRule
{
    private readonly string _description;
    private readonly Func<Statement, bool> _matches;
    private readonly ScriptedCallLog _log;
    private readonly Lock _lock = new();

    // One entry for each call that may go on. Those who wait are served in their order.
    private readonly Channel<bool> _releases = Channel.CreateUnbounded<bool>();
    private ImmutableArray<ScriptedAnswer> _answers = [];
    private int _taken;
    private bool _holds;

    internal ScriptedRule(string description, Func<Statement, bool> matches, ScriptedCallLog log, TimeProvider clock)
    {
        (_description, _matches, _log) = (description, matches, log);
        Clock = clock;
    }

    /// <summary>The next step: how the call after the last one that has an answer ends.</summary>
    /// <remarks>Without it, that call and all that follow get the last answer there is.</remarks>
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

    /// <summary>The calls that this rule has answered or is answering, in the order in which they came: as they are now.</summary>
    public IReadOnlyList<ScriptedCall> Calls => _log.Of(this);

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

    /// <summary>Waits until this rule has been called, as often as given.</summary>
    /// <remarks>The call then waits for its release or on the clock already: a clock moved after this wakes it.</remarks>
    /// <param name="times">How many calls there must have been.</param>
    /// <param name="cancellationToken">Gives up. Without one, this waits for ever.</param>
    /// <returns>The last of them.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Less than one.</exception>
    public ValueTask<ScriptedCall> CalledAsync(int times = 1, CancellationToken cancellationToken = default) =>
        _log.BegunAsync(this, times, cancellationToken);

    /// <summary>Waits until calls of this rule have ended, as many as given, in whichever way.</summary>
    /// <remarks>A cancelled statement has ended for its user before the executor has noticed; this waits for the executor.</remarks>
    /// <param name="times">How many calls must have ended.</param>
    /// <param name="cancellationToken">Gives up. Without one, this waits for ever.</param>
    /// <returns>The one that ended last of them.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Less than one.</exception>
    public ValueTask<ScriptedCall> EndedAsync(int times = 1, CancellationToken cancellationToken = default) =>
        _log.EndedAsync(this, times, cancellationToken);

    /// <summary>Lets calls go on that <see cref="ScriptedStep.Holds"/> holds: the first that came goes first, and a call still to
    /// come passes at once.</summary>
    /// <param name="calls">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than one.</exception>
    /// <exception cref="InvalidOperationException">No step of the rule holds anything.</exception>
    public void Release(int calls = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(calls, 1);
        if (!Volatile.Read(ref _holds))
        {
            throw new InvalidOperationException($"{this} holds no call. Write {nameof(ScriptedStep.Holds)}() before its answer.");
        }

        for (var call = 0; call < calls; call++)
        {
            _releases.Writer.TryWrite(true);
        }
    }

    /// <summary>The rule as it was written.</summary>
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
                throw new InvalidOperationException($"Step {index + 1} of {this} has an answer already. Write .{nameof(Then)} for the next call.");
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
