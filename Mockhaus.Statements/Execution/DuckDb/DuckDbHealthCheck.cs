using Microsoft.Extensions.Diagnostics.HealthChecks;
using Mockhaus.Statements.DependencyInjection;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Says whether a DuckDB file answers, and opens it again when it does not.</summary>
internal sealed class DuckDbHealthCheck(DuckDbFileDataSource source) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await DedicatedThreads.RunAsync(source.Check).WaitAsync(cancellationToken).ConfigureAwait(false) is { } failure
            ? new(context.Registration.FailureStatus, "The database does not answer.", failure)
            : HealthCheckResult.Healthy("The database answers.");
}
