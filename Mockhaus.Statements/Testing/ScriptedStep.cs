using System.Collections.Immutable;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Execution.AdoNet;

namespace Mockhaus.Statements.Testing;

/// <summary>Configures the answer to one call of a rule: its delays, and then how it ends.</summary>
/// <remarks>Immutable and thread-safe. A rule is used once its first answer is complete.</remarks>
public sealed class ScriptedStep
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(49);

    private readonly ScriptedRule _rule;
    private readonly int _index;
    private readonly ImmutableArray<Func<CancellationToken, Task>> _pauses;

    internal ScriptedStep(ScriptedRule rule, int index, ImmutableArray<Func<CancellationToken, Task>> pauses) =>
        (_rule, _index, _pauses) = (rule, index, pauses);

    /// <summary>Delays the call, by the script's clock. A cancel, timeout or shutdown ends the delay early.</summary>
    /// <param name="duration">The delay; at most 49 days.</param>
    /// <returns>The step, to continue.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The duration is negative or longer than 49 days.</exception>
    public ScriptedStep Takes(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(duration, LongestDelay);
        return new(_rule, _index, _pauses.Add(token => Task.Delay(duration, _rule.Clock, token)));
    }

    /// <summary>Holds the call until <see cref="ScriptedRule.Release"/> releases it. A cancel, timeout or shutdown ends it early.</summary>
    /// <returns>The step, to continue.</returns>
    public ScriptedStep Holds() => new(_rule, _index, _pauses.Add(_rule.HoldAsync));

    /// <summary>Answers with these rows: <c>Returns(["ID", "NAME"], [1, "a"], [2, null])</c>.</summary>
    /// <param name="columns">The columns, at least one: names, or <see cref="Results.ResultColumn"/>s to set a type instead of
    /// inferring it from the values. Without values that are not null, the type is text. Integers of different types become the widest;
    /// the scale of decimals is the largest scale of the values.</param>
    /// <param name="rows">The rows, one value for each column.</param>
    /// <returns>The rule.</returns>
    /// <exception cref="ArgumentException">A row has too many or too few values, or a value does not fit its column.</exception>
    /// <exception cref="InvalidOperationException">The step already has an answer.</exception>
    public ScriptedRule Returns(IReadOnlyList<ScriptedColumn> columns, params ScriptedRow[] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Answers(new ScriptedTable(Checked(columns), rows).WriteAsync);
    }

    /// <summary>Answers with many rows, each generated when it is written: <c>ReturnsRows(1_000_000, ["ID"], row => [row])</c>.</summary>
    /// <param name="count">The number of rows.</param>
    /// <param name="columns">The columns, at least one: names, or <see cref="Results.ResultColumn"/>s. The type of a name is inferred from
    /// the value in the first row, or text when that is null; decimals have a scale of 12.</param>
    /// <param name="row">Creates a row from its number, from 0. Called concurrently. A row that does not fit the
    /// columns fails the statement with <see cref="StatementErrorCodes.ValueNotRepresentable"/>.</param>
    /// <returns>The rule.</returns>
    /// <exception cref="ArgumentException">There are no columns, or the count is negative.</exception>
    /// <exception cref="InvalidOperationException">The step already has an answer.</exception>
    public ScriptedRule ReturnsRows(long count, IReadOnlyList<ScriptedColumn> columns, Func<long, ScriptedRow> row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentNullException.ThrowIfNull(row);
        return Answers(new GeneratedRows(count, Checked(columns), row).WriteAsync);
    }

    /// <summary>Answers as for DML: with the row of counts, and <see cref="Results.ResultStats"/>.</summary>
    /// <remarks>Pass the counts that the statement has, 0 where it changed nothing: <c>Changes(inserted: 3)</c>; a MERGE has several
    /// counts.</remarks>
    /// <param name="inserted">Rows inserted, or null when the statement does not insert.</param>
    /// <param name="updated">Rows updated, or null when the statement does not update.</param>
    /// <param name="deleted">Rows deleted, or null when the statement does not delete.</param>
    /// <returns>The rule.</returns>
    /// <exception cref="ArgumentException">No count is given, or one is negative.</exception>
    /// <exception cref="InvalidOperationException">The step already has an answer.</exception>
    public ScriptedRule Changes(long? inserted = null, long? updated = null, long? deleted = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(inserted ?? 0, nameof(inserted));
        ArgumentOutOfRangeException.ThrowIfNegative(updated ?? 0, nameof(updated));
        ArgumentOutOfRangeException.ThrowIfNegative(deleted ?? 0, nameof(deleted));
        if ((inserted, updated, deleted) is (null, null, null))
        {
            throw new ArgumentException($"Pass at least one count, as in {nameof(Changes)}(inserted: 3).");
        }

        var counts = new ChangeCounts(inserted, updated, deleted);
        return Answers((execution, token) => counts.WriteAsync(execution.Result, token));
    }

    /// <summary>Answers as for DDL: with the row of its status.</summary>
    /// <returns>The rule.</returns>
    /// <exception cref="InvalidOperationException">The step already has an answer.</exception>
    public ScriptedRule Succeeds() => Answers(static (_, _) => ValueTask.CompletedTask);

    /// <summary>Fails the statement.</summary>
    /// <param name="code">The code of its error; Snowflake's have six digits, such as <c>002003</c>.</param>
    /// <param name="sqlState">The five characters of SQLSTATE, such as <c>42S02</c>.</param>
    /// <param name="message">The message.</param>
    /// <returns>The rule.</returns>
    /// <exception cref="ArgumentException">One of them is empty.</exception>
    /// <exception cref="InvalidOperationException">The step already has an answer.</exception>
    public ScriptedRule Fails(string code, string sqlState, string message)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        ArgumentException.ThrowIfNullOrEmpty(sqlState);
        ArgumentException.ThrowIfNullOrEmpty(message);
        var error = new StatementError(code, sqlState, message);
        return Answers((_, _) => throw new StatementFailedException(error));
    }

    /// <summary>Answers with a delegate: for rows that depend on bindings, for exceptions, or to pass the call to another executor, as in
    /// <c>script.Otherwise().Runs(duckDb.ExecuteAsync)</c>.</summary>
    /// <param name="execute">The implementation of <see cref="IStatementExecutor.ExecuteAsync"/>.</param>
    /// <returns>The rule.</returns>
    /// <exception cref="InvalidOperationException">The step already has an answer.</exception>
    public ScriptedRule Runs(Func<StatementExecution, CancellationToken, ValueTask> execute)
    {
        ArgumentNullException.ThrowIfNull(execute);
        return Answers(execute);
    }

    private static ScriptedColumn[] Checked(IReadOnlyList<ScriptedColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentOutOfRangeException.ThrowIfZero(columns.Count, nameof(columns));
        return [.. columns];
    }

    private ScriptedRule Answers(Func<StatementExecution, CancellationToken, ValueTask> answer)
    {
        _rule.Add(_index, new(_pauses, answer));
        return _rule;
    }
}
