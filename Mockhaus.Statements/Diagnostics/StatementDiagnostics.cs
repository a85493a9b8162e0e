using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Diagnostics;

/// <summary>What a manager tells the outside of its statements.</summary>
/// <remarks>
/// Nothing is allocated while nobody listens. What a listener throws stops here: a statement that is stored must run and
/// end whoever looks on.
/// </remarks>
internal sealed class StatementDiagnostics(
    MockhausStatementsOptions options,
    IMeterFactory? meterFactory,
    ILogger logger,
    Func<StatementLoad> load,
    Func<Statement, DatabaseOperation> describe) : IDisposable
{
    public const string Name = "Mockhaus.Statements";

    private readonly StatementMeter _meter = new(meterFactory, load, describe);

    public static string? Version { get; } = typeof(StatementDiagnostics).Assembly.GetName().Version?.ToString(3);

    public static string OutcomeOf(Statement final) => final.Status switch
    {
        StatementStatus.Succeeded => "succeeded",
        StatementStatus.Failed => "failed",
        StatementStatus.Cancelled => "cancelled",

        // Removed from the store by somebody else before it had ended.
        _ => "removed",
    };

    /// <summary>A statement is stored, and about to be queued.</summary>
    /// <returns>Its span, or null when nobody listens.</returns>
    public Activity? Submitted(Statement statement)
    {
        try
        {
            _meter.Submitted();
            return StatementSpans.Start(statement, describe, options.TraceSql);
        }
        catch (Exception exception)
        {
            Log.ListenerFailed(logger, statement.Handle, exception);
            return null;
        }
    }

    /// <summary>A statement leaves the queue.</summary>
    public void Started(Statement statement)
    {
        try
        {
            _meter.Started(statement);
        }
        catch (Exception exception)
        {
            Log.ListenerFailed(logger, statement.Handle, exception);
        }
    }

    /// <summary>A statement has ended; called once for each that was submitted.</summary>
    public void Finished(Statement final, Activity? span)
    {
        try
        {
            Log.StatementEnded(logger, final.Handle, final.Status, final.Error?.Code ?? "no error");
            try
            {
                _meter.Finished(final);
            }
            finally
            {
                StatementSpans.Stop(span, final, describe);
            }
        }
        catch (Exception exception)
        {
            Log.ListenerFailed(logger, final.Handle, exception);
        }
    }

    /// <summary>Statements have expired or were removed by the sweeper.</summary>
    public void Swept(PurgeResult result) => _meter.Expired(result.Expired);

    public void Dispose() => _meter.Dispose();
}
