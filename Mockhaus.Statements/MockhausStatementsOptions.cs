using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements;

/// <summary>The options of a manager. Configuration section <c>Mockhaus:Statements</c>; validated before first use.</summary>
public sealed class MockhausStatementsOptions
{
    /// <summary>The store that the container creates, unless the host registers one with <c>UseStore</c> or another <c>Use…Store</c>
    /// method.</summary>
    /// <value><see cref="StatementStoreType.Session"/>.</value>
    public StatementStoreType Type { get; set; } = StatementStoreType.Session;

    /// <summary>Limits of statements, sessions and requests.</summary>
    public StatementLimitOptions Limits { get; } = new();

    /// <summary>The form and the size of results.</summary>
    public StatementResultOptions Results { get; } = new();

    /// <summary>How long things are kept.</summary>
    public StatementRetentionOptions Retention { get; } = new();

    /// <summary>The history of statements.</summary>
    public StatementHistoryOptions History { get; } = new();

    /// <summary>Whether spans contain the SQL (<c>db.query.text</c>). They never contain bindings.</summary>
    /// <value>False.</value>
    public bool TraceSql { get; set; }

    /// <summary>How long disposing a manager waits for executors to stop after their cancellation token has fired.</summary>
    /// <value>5 seconds.</value>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a stopping host copies finished statements to the store that it hands them over to, after everything else
    /// has stopped. The host's own shutdown timeout applies too.</summary>
    /// <value>20 seconds.</value>
    public TimeSpan HandOverTimeout { get; set; } = TimeSpan.FromSeconds(20);
}
