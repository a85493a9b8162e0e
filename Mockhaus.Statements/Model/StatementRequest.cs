using System.Text;

namespace Mockhaus.Statements;

/// <summary>What somebody asks to be run.</summary>
public sealed record StatementRequest
{
    /// <summary>The SQL.</summary>
    /// <value>At most <see cref="StatementLimitOptions.MaxSqlLength"/> characters.</value>
    public required string Sql { get; init; }

    /// <summary>Values for placeholders, by position from <c>"1"</c> or by name; <see cref="StatementBinding.Positional"/> and
    /// <see cref="StatementBinding.From"/> make them of CLR values.</summary>
    /// <value>None by default. Only for a single statement: SQL of several (<see cref="StatementCount"/>) fails
    /// with code 391911.</value>
    public IReadOnlyDictionary<string, StatementBinding> Bindings { get; init; } = Statement.NoBindings;

    /// <summary>Where and as whom to run.</summary>
    public StatementContext Context { get; init; } = StatementContext.Empty;

    /// <summary>How many statements the SQL holds. With any other number than 1 it is split by the executor, and each part
    /// becomes a statement of its own (<see cref="Statement.Children"/>); they run one after the other.</summary>
    /// <remarks>For executors that are an <see cref="Execution.IMultiStatementExecutor"/>; <see cref="Execution.AdoNetStatementExecutor"/>
    /// and <see cref="Testing.ScriptedExecutor"/> are. With any other the statement fails with <see cref="StatementErrorCodes.StatementCount"/>.</remarks>
    /// <value>1; 0 stands for any number. With another number than there are, the statement fails with
    /// <see cref="StatementErrorCodes.StatementCount"/>.</value>
    public int StatementCount { get; init; } = 1;

    /// <summary>A key by which a second submission in the same session finds the first. Null: every submission is new.</summary>
    /// <value>At most 256 characters, compared exactly.</value>
    public string? RequestId { get; init; }

    /// <summary>What happens when a statement of the session already has the request id.</summary>
    /// <value><see cref="RequestIdUse.Key"/>: that statement is returned, and nothing runs. <see cref="RequestIdUse.Newest"/>: this one
    /// runs as well, and the request id belongs to it from then on.</value>
    public RequestIdUse RequestIdUse { get; init; }

    /// <summary>A mark for the statement that lists can be filtered by.</summary>
    public string? QueryTag { get; init; }

    /// <summary>The handle that the statement shall have, for hosts that make their own. Null: a new UUIDv7.</summary>
    public StatementHandle? Handle { get; init; }

    /// <summary>How long the result is kept after completion or the last read.</summary>
    /// <value>Null: <see cref="StatementRetentionOptions.DefaultTimeToLive"/>. Longer than
    /// <see cref="StatementRetentionOptions.MaxTimeToLive"/> counts as that.</value>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>How long the statement may run, counted from its start.</summary>
    /// <value>Null: <see cref="StatementLimitOptions.DefaultTimeout"/>. At most 49 days.</value>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Keeps SQL and bindings out of whatever prints a request.</summary>
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("RequestId = ").Append(RequestId).Append(", QueryTag = ").Append(QueryTag);
        return true;
    }
}
