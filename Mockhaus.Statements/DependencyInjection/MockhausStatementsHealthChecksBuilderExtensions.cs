using Microsoft.Extensions.Diagnostics.HealthChecks;
using Mockhaus.Statements;
using Mockhaus.Statements.Diagnostics;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Execution.DuckDb;
using Mockhaus.Statements.Stores;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds health checks of statements and of DuckDB files.</summary>
public static class MockhausStatementsHealthChecksBuilderExtensions
{
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(5);

    /// <summary>Adds a check named <c>mockhaus-statements</c>, or <c>mockhaus-statements-NAME</c> for a named instance.</summary>
    /// <remarks>
    /// <para>Unhealthy: the store is unavailable, or the manager is stopped. Degraded: the store works only in part
    /// (<see cref="IStatementStoreHealth"/>), the queue is full, or terminal states are not stored yet.
    /// Healthy: otherwise.</para>
    /// <para>Each check makes one look-up in the store and reports numbers only (live, queued, waiting, unstored, storedBytes).
    /// Thread-safe.</para>
    /// </remarks>
    /// <param name="builder">The host's health checks.</param>
    /// <param name="name">The name of the instance, or null for the unnamed one.</param>
    /// <param name="timeout">The time limit of the store, by the system clock. Null: 5 seconds.</param>
    /// <param name="tags">The tags of the check, or null.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is zero or negative.</exception>
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

    /// <summary>Adds a check named <c>mockhaus-database</c>: Unhealthy while the users' DuckDB file is unavailable.</summary>
    /// <remarks>It runs <c>select 1</c>, and reopens a file that has been invalidated. Thread-safe.</remarks>
    /// <param name="builder">The host's health checks.</param>
    /// <param name="source">The file. The caller keeps ownership.</param>
    /// <returns>The builder.</returns>
    public static IHealthChecksBuilder AddDuckDbFile(this IHealthChecksBuilder builder, DuckDbFileDataSource source)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(source);
        return builder.Add(new HealthCheckRegistration("mockhaus-database", _ => new DuckDbHealthCheck(source), failureStatus: null, tags: null));
    }
}
