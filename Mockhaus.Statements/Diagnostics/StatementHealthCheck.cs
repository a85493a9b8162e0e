using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Mockhaus.Statements.Diagnostics;

/// <summary>Checks whether statements can be submitted and read; docs/diagnostics.md lists the results.</summary>
/// <param name="probe">Queries the store within the given time, and returns the counts.</param>
/// <param name="limit">The time limit of the store.</param>
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
            // The store may have answered with an error; its message says which.
            return new(context.Registration.FailureStatus, exception.Message, exception);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Any exception of the store means that it is unhealthy.
            return new(context.Registration.FailureStatus, "The store is unavailable.", exception);
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
            { Outage: { } outage } => HealthCheckResult.Degraded($"The store works only in part: {outage.Message}", outage, data),
            { Unstored: > 0 } => HealthCheckResult.Degraded(
                $"The terminal states of {load.Unstored} statements are not stored yet.", data: data),
            { History.IsFailing: true } => HealthCheckResult.Degraded(
                "The history is unavailable. Statements run; entries that wait too long are lost, and counted.", data: data),
            { IsFull: true } => HealthCheckResult.Degraded("The queue is full; the next statement is refused.", data: data),
            _ => HealthCheckResult.Healthy("Statements run, and the store answers.", data),
        };
    }
}
