using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Mockhaus.Statements.Diagnostics;

/// <summary>Says whether statements can be submitted and answered for; docs/diagnostics.md has the table.</summary>
/// <param name="probe">Asks the store, within the time given, and counts.</param>
/// <param name="limit">How long the store may take.</param>
internal sealed class StatementHealthCheck(Func<TimeSpan, CancellationToken, ValueTask<StatementLoad>> probe, TimeSpan limit) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return ToResult(await probe(limit, cancellationToken).ConfigureAwait(false));
        }
        catch (ObjectDisposedException)
        {
            return new(context.Registration.FailureStatus, "The manager is stopped.");
        }
        catch (TimeoutException)
        {
            return new(context.Registration.FailureStatus, $"The store has not answered within {limit}.");
        }
        catch (StatementStoreException exception)
        {
            // It may have answered, and refused: its own words say which.
            return new(context.Registration.FailureStatus, exception.Message, exception);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever a store throws, it is the answer to the question.
            return new(context.Registration.FailureStatus, "The store does not answer.", exception);
        }
    }

    private static HealthCheckResult ToResult(StatementLoad load)
    {
        var data = new Dictionary<string, object>
        {
            ["live"] = load.Queued + load.Running,
            ["queued"] = load.Queued,
            ["waiting"] = load.Waiting,
            ["unstored"] = load.Unstored,
            ["storedBytes"] = load.StoredBytes,
        };
        return load switch
        {
            { Outage: { } outage } => HealthCheckResult.Degraded($"The store answers, but not as it should: {outage.Message}", outage, data),
            { Unstored: > 0 } => HealthCheckResult.Degraded(
                $"The store has not taken the end of {load.Unstored} statements yet.", data: data),
            { IsFull: true } => HealthCheckResult.Degraded("The queue is full; the next statement is refused.", data: data),
            _ => HealthCheckResult.Healthy("Statements run, and the store answers.", data),
        };
    }
}
