using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Checks whether a DuckDB file is available, and reopens it when it is not.</summary>
internal sealed class DuckDbHealthCheck(DuckDbFileDataSource source) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await DedicatedThreads.RunAsync(source.Check).WaitAsync(cancellationToken).ConfigureAwait(false) is { } failure
            ? new(context.Registration.FailureStatus, "The database is unavailable.", failure)
            : HealthCheckResult.Healthy("The database is available.");
}
