using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Mockhaus.Statements.Diagnostics;

/// <summary>What a manager tells the outside of its statements.</summary>
internal sealed class StatementDiagnostics : IDisposable
{
    private readonly MockhausStatementsOptions _options;

    public StatementDiagnostics(MockhausStatementsOptions options, IMeterFactory? meterFactory)
    {
        _options = options;
        _ = meterFactory;
    }

    /// <summary>A statement is stored, and about to be queued.</summary>
    /// <returns>Its span, or null when nobody listens.</returns>
    public Activity? Submitted(Statement statement)
    {
        _ = (_options, statement);
        return null;
    }

    /// <summary>A statement leaves the queue.</summary>
    public void Started(Statement statement) => _ = (_options, statement);

    /// <summary>A statement has ended; called once for each that was submitted.</summary>
    public void Finished(Statement final, Activity? span) => _ = (_options, final, span);

    /// <summary>Statements have expired or were removed by the sweeper.</summary>
    public void Swept(ReclaimResult result) => _ = (_options, result);

    public void Dispose()
    {
    }
}
