using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Mockhaus.Statements;
using Mockhaus.Statements.AspNetCore;
using Mockhaus.Statements.AspNetCore.Authentication;
using Mockhaus.Statements.AspNetCore.FaultInjection;
using Mockhaus.Statements.AspNetCore.OpenApi;
using Mockhaus.Statements.AspNetCore.SqlApi;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the SQL API to endpoints of a host.</summary>
public static class MockhausStatementsEndpointExtensions
{
    // The server omits the body of a response to HEAD.
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps Snowflake's SQL API v2: submit, get and cancel below <c>/api/v2/statements</c>, and its
    /// OpenAPI document, <c>/api/v2/openapi.json</c>.</summary>
    /// <remarks>
    /// <para>A request needs a bearer token. Any token is accepted, unless <see cref="SqlApiOptions.CheckTokens"/> is on. Requests with
    /// the same token, or with JWTs of the same issuer and subject, belong to the same session and see the same statements. The token
    /// itself is not stored or logged, only its SHA-256. With <c>UseSqlApiSessions</c> the host determines the session of a
    /// request.</para>
    /// </remarks>
    /// <param name="endpoints">The host's routes.</param>
    /// <param name="name">The name of the instance, or null for the unnamed one.</param>
    /// <returns>The mapped group, for conventions such as host filters and rate limits.</returns>
    /// <exception cref="InvalidOperationException"><c>AddMockhausStatements</c> was not called for this instance.</exception>
    /// <exception cref="OptionsValidationException">The options are not valid.</exception>
    public static IEndpointConventionBuilder MapMockhausStatements(this IEndpointRouteBuilder endpoints, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var provider = endpoints.ServiceProvider;
        var manager = (name is null ? provider.GetService<StatementManager>() : provider.GetKeyedService<StatementManager>(name))
            ?? throw new InvalidOperationException(
                $"Call AddMockhausStatements({(name is null ? "" : $"\"{name}\"")}) on the services before mapping it.");
        var options = provider.GetRequiredService<IOptionsMonitor<SqlApiOptions>>().Get(name ?? Options.DefaultName);
        var timeProvider = provider.GetService<TimeProvider>() ?? TimeProvider.System;
        var limits = new RequestLimits(options);
        provider.GetService<IHostApplicationLifetime>()?.ApplicationStopped.Register(limits.Dispose);
        var logger = provider.GetService<ILoggerFactory>()?.CreateLogger(SqlApiLog.Category) ?? NullLogger.Instance;
        var sessions = ResolverOf(provider, name, options, timeProvider, logger);
        var api = new SqlApiEndpoints(manager, sessions, limits, options, timeProvider, logger);
        var fault = FaultMiddleware.Create(provider, manager, sessions, options);

        var root = endpoints.MapGroup(StatementUrl.Api);
        root.MapMethods(OpenApiEndpoint.Pattern, Reading, (RequestDelegate)OpenApiEndpoint.GetAsync);
        var group = root.MapGroup(StatementUrl.Statements);
        group.MapPost("", fault(FaultOperations.Post, api.SubmitAsync));
        group.MapMethods("{handle}", Reading, fault(FaultOperations.Get, api.GetAsync));
        group.MapPost("{handle}/cancel", fault(FaultOperations.Cancel, api.CancelAsync));
        return root;
    }

    private static ISqlApiSessionResolver ResolverOf(
        IServiceProvider provider, string? name, SqlApiOptions options, TimeProvider timeProvider, ILogger logger) =>
        provider.GetKeyedService<ISqlApiSessionResolver>(name ?? Options.DefaultName)
        ?? (options.CheckTokens
            ? new CheckedTokenResolver(options, timeProvider, logger)
            : new AnyTokenResolver(options));
}
