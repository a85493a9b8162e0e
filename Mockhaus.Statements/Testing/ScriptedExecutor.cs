using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Mockhaus.Statements.Execution;

namespace Mockhaus.Statements.Testing;

/// <summary>Stands in for a database: answers each statement as a rule of the script says, and remembers who called.</summary>
/// <remarks>
/// <para><c>script.When("select 1").Returns(["N"], [1])</c> is a rule. Of the rules that match, the one added last wins, so that a
/// test can override what its fixture has set; <see cref="Otherwise"/> is asked only when no other rule matches. A statement
/// that nothing matches fails with <see cref="StatementErrorCodes.NotScripted"/> and a message that lists the rules.</para>
/// <para>A request of several statements (<see cref="StatementRequest.StatementCount"/>) is split at its semicolons, and each part
/// is matched by itself and is a call of its own; no rule sees the whole text.</para>
/// <para>Safe for many threads: rules may be added while statements run, and one script may serve several managers.</para>
/// </remarks>
/// <param name="timeProvider">The clock of <see cref="ScriptedStep.Takes"/>, or null for the system's. Give it the manager's.</param>
public sealed class ScriptedExecutor(TimeProvider? timeProvider = null) : IMultiStatementExecutor
{
    private readonly TimeProvider _clock = timeProvider ?? TimeProvider.System;
    private readonly ScriptedCallLog _log = new();
    private ImmutableList<ScriptedRule> _rules = [];
    private ImmutableList<ScriptedRule> _fallbacks = [];

    /// <summary>Every statement that has come to the script, in the order in which they came: as they are now.</summary>
    public IReadOnlyList<ScriptedCall> Calls => _log.Of(null);

    /// <summary>A rule for one SQL text.</summary>
    /// <param name="sql">The SQL, compared exactly, but for white space around it and semicolons at its end.</param>
    /// <returns>What to write the answer on.</returns>
    /// <exception cref="ArgumentException">The SQL is empty.</exception>
    public ScriptedStep When(string sql)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sql);
        var expected = ScriptedSql.Trim(sql).ToString();
        return Add($"{nameof(When)}(\"{expected}\")", statement => ScriptedSql.Trim(statement.Sql).SequenceEqual(expected));
    }

    /// <summary>A rule for SQL that a regular expression is found in.</summary>
    /// <remarks>Case does not count, a point matches the end of a line too, and <c>^</c> and <c>$</c> are the ends of the SQL without
    /// the white space around it and semicolons at its end. The time is linear in the SQL's length
    /// (<see cref="System.Text.RegularExpressions.RegexOptions.NonBacktracking"/>), so there are no lookarounds and no
    /// backreferences; what needs them is for <see cref="WhenStatement"/>.</remarks>
    /// <param name="pattern">The pattern.</param>
    /// <returns>What to write the answer on.</returns>
    /// <exception cref="ArgumentException">The pattern is empty, is no regular expression, or needs backtracking.</exception>
    public ScriptedStep WhenMatches([StringSyntax(StringSyntaxAttribute.Regex)] string pattern)
    {
        var expression = ScriptedSql.Expression(pattern);
        return Add($"{nameof(WhenMatches)}(\"{pattern}\")", statement => expression.IsMatch(ScriptedSql.Trim(statement.Sql)));
    }

    /// <summary>A rule for statements that a function picks: by their bindings, context, session, query tag.</summary>
    /// <param name="predicate">Picks statements. Called by several statements at once; what it throws fails its statement.</param>
    /// <param name="description">Stands for the rule in messages; the compiler fills in the predicate's own text.</param>
    /// <returns>What to write the answer on.</returns>
    public ScriptedStep WhenStatement(
        Func<Statement, bool> predicate, [CallerArgumentExpression(nameof(predicate))] string description = "")
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return Add($"{nameof(WhenStatement)}({description})", predicate);
    }

    /// <summary>A rule for every statement that no other rule matches. The one added last counts.</summary>
    /// <returns>What to write the answer on.</returns>
    public ScriptedStep Otherwise()
    {
        var rule = new ScriptedRule($"{nameof(Otherwise)}()", static _ => true, _log, _clock);
        ImmutableInterlocked.Update(ref _fallbacks, static (rules, added) => rules.Add(added), rule);
        return rule.Then;
    }

    /// <summary>Waits until statements have come to the script, as many as given, whichever.</summary>
    /// <remarks>The call then waits for its release or on the clock already: a clock moved after this wakes it.</remarks>
    /// <param name="times">How many calls there must have been.</param>
    /// <param name="cancellationToken">Gives up. Without one, this waits for ever.</param>
    /// <returns>The last of them.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Less than one.</exception>
    public ValueTask<ScriptedCall> CalledAsync(int times = 1, CancellationToken cancellationToken = default) =>
        _log.BegunAsync(null, times, cancellationToken);

    /// <summary>Waits until calls have ended, as many as given, in whichever way.</summary>
    /// <param name="times">How many calls must have ended.</param>
    /// <param name="cancellationToken">Gives up. Without one, this waits for ever.</param>
    /// <returns>The one that ended last of them.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Less than one.</exception>
    public ValueTask<ScriptedCall> EndedAsync(int times = 1, CancellationToken cancellationToken = default) =>
        _log.EndedAsync(null, times, cancellationToken);

    /// <summary>Forgets all calls, and counts anew what is waited for. The rules stay, and go on with the answers that are next.</summary>
    /// <remarks>Calls are kept until then: a server that runs for long calls this now and then.</remarks>
    public void ClearCalls() => _log.Clear();

    /// <inheritdoc/>
    public async ValueTask ExecuteAsync(StatementExecution execution, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(execution);
        var call = Take(execution.Statement);
        var state = ScriptedCallState.Failed;
        try
        {
            await call.Turn.RunAsync(execution, () => _log.Begin(call), cancellationToken).ConfigureAwait(false);
            state = ScriptedCallState.Returned;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            state = ScriptedCallState.Stopped;
            throw;
        }
        finally
        {
            _log.End(call, state);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IMultiStatementExecution> OpenAsync(Statement statement, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return new(new ScriptedMultiStatementExecution(this, SqlSplitter.Split(statement.Sql)));
    }

    private ScriptedCallEntry Take(Statement statement)
    {
        var startedAt = _clock.GetUtcNow();
        var rules = _fallbacks.AddRange(_rules);
        try
        {
            // The fallbacks stand first, because the search begins at the end.
            return rules.FindLast(rule => rule.Matches(statement)) is { } match
                ? _log.Add(statement, match, startedAt, match.TakeAnswer)
                : _log.Add(statement, null, startedAt, () => ScriptedAnswer.Failing(ScriptedSql.NotScripted(statement.Sql, rules)));
        }
        catch (Exception exception)
        {
            // Only a predicate of the test's own can have thrown. The call has come all the same.
            return _log.Add(statement, null, startedAt, () => new([], (_, _) => throw new InvalidOperationException(
                $"A predicate of the script ended with {exception.GetType().Name}: {exception.Message}", exception)));
        }
    }

    private ScriptedStep Add(string description, Func<Statement, bool> matches)
    {
        var rule = new ScriptedRule(description, matches, _log, _clock);
        ImmutableInterlocked.Update(ref _rules, static (rules, added) => rules.Add(added), rule);
        return rule.Then;
    }
}
