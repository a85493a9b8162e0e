using System.Collections.Immutable;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Execution.AdoNet;

namespace Mockhaus.Statements.Testing;

/// <summary>The answer that is being written down for one call of a rule: first what it waits for, then how it ends.</summary>
/// <remarks>Immutable and safe for many threads. A rule counts once its first answer is complete, and not before.</remarks>
public sealed class ScriptedStep
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(49);

    private readonly ScriptedRule _rule;
    private readonly int _index;
    private readonly ImmutableArray<Func<CancellationToken, Task>> _pauses;

    internal ScriptedStep(ScriptedRule rule, int index, ImmutableArray<Func<CancellationToken, Task>> pauses) =>
        (_rule, _index, _pauses) = (rule, index, pauses);

    /// <summary>Lets the call take its time, by the script's clock, before it goes on. A cancel, timeout or shutdown ends it early.</summary>
    /// <param name="duration">How long; at most 49 days.</param>
    /// <returns>The step, to say what comes then.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The duration is negative or longer than 49 days.</exception>
    public ScriptedStep Takes(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(duration, LongestDelay);
        return new(_rule, _index, _pauses.Add(token => Task.Delay(duration, _rule.Clock, token)));
    }

    /// <summary>Holds the call until <see cref="ScriptedRule.Release"/> lets it go on. A cancel, timeout or shutdown ends it early.</summary>
    /// <returns>The step, to say what comes then.</returns>
    public ScriptedStep Holds() => new(_rule, _index, _pauses.Add(_rule.HoldAsync));

    /// <summary>Answers with these rows, or with none: <c>Returns(["ID", "NAME"], [1, "a"], [2, null])</c>.</summary>
    /// <param name="columns">The columns, at least one: names, or <see cref="Results.ResultColumn"/>s where the type is to be
    /// another than the values tell. Values all null, or no rows, tell text. Whole numbers of several types share the widest;
    /// decimals have as many digits behind the point as one of them has at most.</param>
    /// <param name="rows">The rows, one value for each column.</param>
    /// <returns>The rule.</returns>
    /// <exception cref="ArgumentException">A row has too many or too few values, or a value that does not fit its column.</exception>
    /// <exception cref="InvalidOperationException">The step has an answer already.</exception>
    public ScriptedRule Returns(IReadOnlyList<ScriptedColumn> columns, params ScriptedRow[] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Answers(new ScriptedTable(Checked(columns), rows).WriteAsync);
    }

    /// <summary>Answers with many rows, each made when it is written: <c>ReturnsRows(1_000_000, ["ID"], row => [row])</c>.</summary>
    /// <param name="count">How many rows.</param>
    /// <param name="columns">The columns, at least one: names, or <see cref="Results.ResultColumn"/>s. A name takes its type from
    /// the value in the first row, text when that is null; decimals have 12 digits behind the point.</param>
    /// <param name="row">Makes a row from its number, from 0. Called by several statements at once. A row that does not fit the
    /// columns fails the statement with <see cref="StatementErrorCodes.ValueNotRepresentable"/>.</param>
    /// <returns>The rule.</returns>
    /// <exception cref="ArgumentException">There are no columns, or the count is negative.</exception>
    /// <exception cref="InvalidOperationException">The step has an answer already.</exception>
    public ScriptedRule ReturnsRows(long count, IReadOnlyList<ScriptedColumn> columns, Func<long, ScriptedRow> row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentNullException.ThrowIfNull(row);
        return Answers(new GeneratedRows(count, Checked(columns), row).WriteAsync);
    }

    /// <summary>Answers as DML is answered: with the row of counts, and <see cref="Results.ResultStats"/>.</summary>
    /// <remarks>Name what the statement does, with 0 where it changed nothing: <c>Changes(inserted: 3)</c>; a MERGE has several.</remarks>
    /// <param name="inserted">Rows inserted, or null where the statement does not insert.</param>
    /// <param name="updated">Rows updated, or null where the statement does not update.</param>
    /// <param name="deleted">Rows deleted, or null where the statement does not delete.</param>
    /// <returns>The rule.</returns>
    /// <exception cref="ArgumentException">Nothing is given, or something negative.</exception>
    /// <exception cref="InvalidOperationException">The step has an answer already.</exception>
    public ScriptedRule Changes(long? inserted = null, long? updated = null, long? deleted = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(inserted ?? 0, nameof(inserted));
        ArgumentOutOfRangeException.ThrowIfNegative(updated ?? 0, nameof(updated));
        ArgumentOutOfRangeException.ThrowIfNegative(deleted ?? 0, nameof(deleted));
        if ((inserted, updated, deleted) is (null, null, null))
        {
            throw new ArgumentException($"Say what changed, as in {nameof(Changes)}(inserted: 3).");
        }

        var counts = new ChangeCounts(inserted, updated, deleted);
        return Answers((execution, token) => counts.WriteAsync(execution.Result, token));
    }

    /// <summary>Answers as DDL is answered: with one row that says so.</summary>
    /// <returns>The rule.</returns>
    /// <exception cref="InvalidOperationException">The step has an answer already.</exception>
    public ScriptedRule Succeeds() => Answers(static (_, _) => ValueTask.CompletedTask);

    /// <summary>Fails the statement.</summary>
    /// <param name="code">The code of its error; Snowflake's have six digits, such as <c>002003</c>.</param>
    /// <param name="sqlState">The five characters of SQLSTATE, such as <c>42S02</c>.</param>
    /// <param name="message">What happened.</param>
    /// <returns>The rule.</returns>
    /// <exception cref="ArgumentException">One of them is empty.</exception>
    /// <exception cref="InvalidOperationException">The step has an answer already.</exception>
    public ScriptedRule Fails(string code, string sqlState, string message)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        ArgumentException.ThrowIfNullOrEmpty(sqlState);
        ArgumentException.ThrowIfNullOrEmpty(message);
        var error = new StatementError(code, sqlState, message);
        return Answers((_, _) => throw new StatementFailedException(error));
    }

    /// <summary>Answers with code: for rows that depend on the bindings, for a crash, or to hand on to another executor, as in
    /// <c>script.Otherwise().Runs(duckDb.ExecuteAsync)</c>.</summary>
    /// <param name="execute">What <see cref="IStatementExecutor.ExecuteAsync"/> would do.</param>
    /// <returns>The rule.</returns>
    /// <exception cref="InvalidOperationException">The step has an answer already.</exception>
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
