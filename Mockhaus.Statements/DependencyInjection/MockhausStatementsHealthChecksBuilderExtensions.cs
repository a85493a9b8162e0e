using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Mockhaus.Statements;
using Mockhaus.Statements.Diagnostics;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Execution.DuckDb;
using Mockhaus.Statements.Stores;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the health of statements to a host's health checks.</summary>
public static class MockhausStatementsHealthChecksBuilderExtensions
{
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(5);

    /// <summary>Adds a check named <c>mockhaus-statements</c>, or <c>mockhaus-statements-NAME</c> for a named instance.</summary>
    /// <remarks>
    /// <para>Unhealthy: the store does not answer, or the manager is stopped. Degraded: the store answers only in part
    /// (<see cref="IStatementStoreHealth"/>), the queue is full, or statements have ended and the store has not taken that yet.
    /// Healthy: anything else.</para>
    /// <para>It costs one look-up in the store, carries numbers only (live, queued, waiting, unstored, storedBytes), and may
    /// be asked from many threads.</para>
    /// </remarks>
    /// <param name="builder">The host's health checks.</param>
    /// <param name="name">The instance's name, or null for the one without.</param>
    /// <param name="timeout">How long the store may take, by the system's clock. Null: 5 seconds.</param>
    /// <param name="tags">Marks by which the host picks checks, or null for none.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is not longer than zero.</exception>
    public static IHealthChecksBuilder AddMockhausStatements(
        this IHealthChecksBuilder builder, string? name = null, TimeSpan? timeout = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var limit = timeout ?? DefaultLimit;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero, nameof(timeout));
        return builder.Add(new HealthCheckRegistration(
            name is null ? "mockhaus-statements" : $"mockhaus-statements-{name}",
            provider => new StatementHealthCheck(
                provider.GetRequiredKeyedService<StatementManager>(MockhausStatementsServiceCollectionExtensions.Key(name)).CheckAsync, limit),
            failureStatus: null,
            tags));
    }

    /// <summary>Adds a check named <c>mockhaus-database</c>: Unhealthy as long as the users' DuckDB file does not answer.</summary>
    /// <remarks>It runs <c>select 1</c>, and lets a file that has been invalidated be opened again. May be asked from many threads.</remarks>
    /// <param name="builder">The host's health checks.</param>
    /// <param name="source">The file. It stays the caller's.</param>
    /// <returns>The builder.</returns>
    public static IHealthChecksBuilder AddDuckDbFile(this IHealthChecksBuilder builder, DuckDbFileDataSource source)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(source);
        return builder.Add(new HealthCheckRegistration("mockhaus-database", _ => new DuckDbHealthCheck(source), failureStatus: null, tags: null));
    }
}
