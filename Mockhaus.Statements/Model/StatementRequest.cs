using System.Text;

namespace Mockhaus.Statements;

/// <summary>A request to run a statement.</summary>
public sealed record StatementRequest
{
    /// <summary>The SQL.</summary>
    /// <value>At most <see cref="StatementLimitOptions.MaxSqlLength"/> characters.</value>
    public required string Sql { get; init; }

    /// <summary>The values of the placeholders, by position from <c>"1"</c> or by name; <see cref="StatementBinding.Positional"/> and
    /// <see cref="StatementBinding.From"/> create them from CLR values.</summary>
    /// <value>None by default. Only for a single statement: a multi-statement request (<see cref="StatementCount"/>) fails
    /// with code 391911.</value>
    public IReadOnlyDictionary<string, StatementBinding> Bindings { get; init; } = Statement.NoBindings;

    /// <summary>The database, schema, warehouse, role and parameters to run with.</summary>
    public StatementContext Context { get; init; } = StatementContext.Empty;

    /// <summary>The number of statements in the SQL. With a number other than 1, the executor splits the SQL, and each part
    /// becomes a statement of its own (<see cref="Statement.Children"/>). The parts run one after the other.</summary>
    /// <remarks>Requires an <see cref="Execution.IMultiStatementExecutor"/>, such as <see cref="Execution.AdoNetStatementExecutor"/> or
    /// <see cref="Testing.ScriptedExecutor"/>. With another executor the statement fails with
    /// <see cref="StatementErrorCodes.StatementCount"/>.</remarks>
    /// <value>1; 0 allows any number. When the number differs from the SQL, the statement fails with
    /// <see cref="StatementErrorCodes.StatementCount"/>.</value>
    public int StatementCount { get; init; } = 1;

    /// <summary>The request id, by which a second submission in the same session finds the first. Null: every submission is new.</summary>
    /// <value>At most 256 characters, compared exactly.</value>
    public string? RequestId { get; init; }

    /// <summary>What happens when a statement of the session already has the request id.</summary>
    /// <value><see cref="RequestIdUse.Key"/>: that statement is returned, and nothing runs. <see cref="RequestIdUse.Newest"/>: this one
    /// runs too, and holds the request id from then on.</value>
    public RequestIdUse RequestIdUse { get; init; }

    /// <summary>The query tag, by which lists can be filtered.</summary>
    public string? QueryTag { get; init; }

    /// <summary>The user who submits the statement, as the host has proven it; kept for the history. Nothing in the SQL or in the body of
    /// a request sets it.</summary>
    public string? User { get; init; }

    /// <summary>The handle of the statement, for hosts that create their own. Null: a new UUIDv7.</summary>
    public StatementHandle? Handle { get; init; }

    /// <summary>How long the result is kept after completion or the last read.</summary>
    /// <value>Null: <see cref="StatementRetentionOptions.DefaultTimeToLive"/>. Limited to
    /// <see cref="StatementRetentionOptions.MaxTimeToLive"/>.</value>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>How long the statement may run, counted from its start.</summary>
    /// <value>Null: <see cref="StatementLimitOptions.DefaultTimeout"/>. At most 49 days.</value>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Keeps SQL and bindings out of ToString.</summary>
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("RequestId = ").Append(RequestId).Append(", QueryTag = ").Append(QueryTag);
        return true;
    }
}
