using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Mockhaus.Statements.Execution;

namespace Mockhaus.Statements.Testing;

/// <summary>An executor for tests that replaces a database: it answers each statement by the rules of a script, and records its
/// calls.</summary>
/// <remarks>
/// <para><c>script.When("select 1").Returns(["N"], [1])</c> is a rule. Of the rules that match, the one added last is used, so that a
/// test can override the rules of its fixture; <see cref="Otherwise"/> is used only when no other rule matches. A statement
/// that no rule matches fails with <see cref="StatementErrorCodes.NotScripted"/> and a message that lists the rules.</para>
/// <para>A multi-statement request (<see cref="StatementRequest.StatementCount"/>) is split at its semicolons, and each part
/// is matched and recorded as a call of its own; no rule gets the complete text.</para>
/// <para>Thread-safe: rules can be added while statements run, and several managers can use one script.</para>
/// </remarks>
/// <param name="timeProvider">The clock of <see cref="ScriptedStep.Takes"/>, or null for the system clock. Use the same clock as the
/// manager.</param>
public sealed class ScriptedExecutor(TimeProvider? timeProvider = null) : IMultiStatementExecutor
{
    private readonly TimeProvider _clock = timeProvider ?? TimeProvider.System;
    private readonly ScriptedCallLog _log = new();
    private ImmutableList<ScriptedRule> _rules = [];
    private ImmutableList<ScriptedRule> _fallbacks = [];

    /// <summary>The calls so far, in the order in which they started, with their current states.</summary>
    public IReadOnlyList<ScriptedCall> Calls => _log.CallsOf(null);

    /// <summary>Adds a rule for one SQL text.</summary>
    /// <param name="sql">The SQL, compared exactly, except for white space around it and semicolons at its end.</param>
    /// <returns>The step that configures the answer.</returns>
    /// <exception cref="ArgumentException">The SQL is empty.</exception>
    public ScriptedStep When(string sql)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sql);
        var expected = ScriptedSql.Trim(sql).ToString();
        return Add($"{nameof(When)}(\"{expected}\")", statement => ScriptedSql.Trim(statement.Sql).SequenceEqual(expected));
    }

    /// <summary>Adds a rule for SQL that matches a regular expression.</summary>
    /// <remarks>The match is case-insensitive, a dot also matches line breaks, and <c>^</c> and <c>$</c> match the ends of the SQL without
    /// white space around it and semicolons at its end. The time is linear in the SQL's length
    /// (<see cref="System.Text.RegularExpressions.RegexOptions.NonBacktracking"/>), so lookarounds and
    /// backreferences are not supported; use <see cref="WhenStatement"/> for them.</remarks>
    /// <param name="pattern">The pattern.</param>
    /// <returns>The step that configures the answer.</returns>
    /// <exception cref="ArgumentException">The pattern is empty, is not a regular expression, or needs backtracking.</exception>
    public ScriptedStep WhenMatches([StringSyntax(StringSyntaxAttribute.Regex)] string pattern)
    {
        var expression = ScriptedSql.Expression(pattern);
        return Add($"{nameof(WhenMatches)}(\"{pattern}\")", statement => expression.IsMatch(ScriptedSql.Trim(statement.Sql)));
    }

    /// <summary>Adds a rule for statements that a predicate selects, for example by bindings, context, session or query tag.</summary>
    /// <param name="predicate">Selects statements. Called concurrently; an exception fails the statement.</param>
    /// <param name="description">The description of the rule in messages. By default, the source text of the predicate.</param>
    /// <returns>The step that configures the answer.</returns>
    public ScriptedStep WhenStatement(
        Func<Statement, bool> predicate, [CallerArgumentExpression(nameof(predicate))] string description = "")
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return Add($"{nameof(WhenStatement)}({description})", predicate);
    }

    /// <summary>Adds a rule for every statement that no other rule matches. The one added last is used.</summary>
    /// <returns>The step that configures the answer.</returns>
    public ScriptedStep Otherwise()
    {
        var rule = new ScriptedRule($"{nameof(Otherwise)}()", static _ => true, _log, _clock);
        ImmutableInterlocked.Update(ref _fallbacks, static (rules, added) => rules.Add(added), rule);
        return rule.Then;
    }

    /// <summary>Waits until a number of calls have started.</summary>
    /// <remarks>The call is then already waiting for its release or for the clock, so moving the clock wakes it.</remarks>
    /// <param name="times">The number of started calls to wait for.</param>
    /// <param name="cancellationToken">Cancels the wait. Without a token, the method waits indefinitely.</param>
    /// <returns>The last of these calls.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than one.</exception>
    public ValueTask<ScriptedCall> CalledAsync(int times = 1, CancellationToken cancellationToken = default) =>
        _log.BegunAsync(null, times, cancellationToken);

    /// <summary>Waits until a number of calls have ended.</summary>
    /// <param name="times">The number of ended calls to wait for.</param>
    /// <param name="cancellationToken">Cancels the wait. Without a token, the method waits indefinitely.</param>
    /// <returns>The call that ended last of these.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than one.</exception>
    public ValueTask<ScriptedCall> EndedAsync(int times = 1, CancellationToken cancellationToken = default) =>
        _log.EndedAsync(null, times, cancellationToken);

    /// <summary>Removes all recorded calls, and restarts the counts of waits. The rules stay, and continue with their next
    /// answers.</summary>
    /// <remarks>Calls are kept until then, so a long-running server should call this regularly.</remarks>
    public void ClearCalls() => _log.Clear();

    /// <inheritdoc/>
    public async ValueTask ExecuteAsync(StatementExecution execution, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(execution);
        var call = Take(execution.Statement);
        var state = ScriptedCallState.Failed;
        try
        {
            await call.Answer.RunAsync(execution, () => _log.Begin(call), cancellationToken).ConfigureAwait(false);
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
            // The fallbacks come first, because the search starts at the end.
            return rules.FindLast(rule => rule.Matches(statement)) is { } match
                ? _log.Add(statement, match, startedAt, match.TakeAnswer)
                : _log.Add(statement, null, startedAt, () => ScriptedAnswer.Failing(ScriptedSql.NotScripted(statement.Sql, rules)));
        }
        catch (Exception exception)
        {
            // Only a predicate of the test can throw here. The call is recorded anyway.
            return _log.Add(statement, null, startedAt, () => new([], (_, _) => throw new InvalidOperationException(
                $"A predicate of the script threw {exception.GetType().Name}: {exception.Message}", exception)));
        }
    }

    private ScriptedStep Add(string description, Func<Statement, bool> matches)
    {
        var rule = new ScriptedRule(description, matches, _log, _clock);
        ImmutableInterlocked.Update(ref _rules, static (rules, added) => rules.Add(added), rule);
        return rule.Then;
    }
}
