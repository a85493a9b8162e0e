using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Diagnostics;

/// <summary>Reports the statements of a manager to logs, spans and metrics.</summary>
/// <remarks>
/// Nothing is allocated without a listener. Exceptions of listeners are caught here: a stored statement must run and
/// end regardless of them.
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

        // Removed from the store by another manager or by the host before it ended.
        _ => "removed",
    };

    /// <summary>Reports a statement that is stored and about to be queued.</summary>
    /// <returns>Its span, or null without a listener.</returns>
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

    /// <summary>Reports a statement that leaves the queue.</summary>
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

    /// <summary>Reports a statement that has ended. Called once for each submitted statement.</summary>
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

    /// <summary>Reports the result of a purge.</summary>
    public void Swept(PurgeResult result) => _meter.Expired(result.Expired);

    /// <summary>Reports entries that the history has recorded.</summary>
    public void HistoryAppended(int count)
    {
        try
        {
            _meter.HistoryAppended(count);
        }
        catch (Exception)
        {
            // Of a listener. The reports of statements log it, with a handle.
        }
    }

    public void Dispose() => _meter.Dispose();
}
