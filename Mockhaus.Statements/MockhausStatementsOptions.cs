using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements;

/// <summary>The settings of one manager. Configuration section <c>Mockhaus:Statements</c>; validated before first use.</summary>
public sealed class MockhausStatementsOptions
{
    /// <summary>Which store the container makes, unless the host names one with <c>UseStore</c> or one of the others.</summary>
    /// <value><see cref="StatementStoreType.Session"/>.</value>
    public StatementStoreType Type { get; set; } = StatementStoreType.Session;

    /// <summary>Limits of statements, sessions and requests.</summary>
    public StatementLimitOptions Limits { get; } = new();

    /// <summary>The form and the size of results.</summary>
    public StatementResultOptions Results { get; } = new();

    /// <summary>How long things are kept.</summary>
    public StatementRetentionOptions Retention { get; } = new();

    /// <summary>Whether spans carry the SQL (<c>db.query.text</c>). Bindings are never told.</summary>
    /// <value>False.</value>
    public bool TraceSql { get; set; }

    /// <summary>How long a manager that is being disposed waits for executors to heed their token.</summary>
    /// <value>5 seconds.</value>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a host that stops copies finished statements to the store that they are handed over to, after everything else
    /// of it has stopped. The host's own limit for stopping counts too.</summary>
    /// <value>20 seconds.</value>
    public TimeSpan HandOverTimeout { get; set; } = TimeSpan.FromSeconds(20);
}
