using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mockhaus.Statements.AspNetCore.Endpoints;
using Mockhaus.Statements.AspNetCore.OpenApi;

namespace Mockhaus.Statements.AspNetCore;

/// <summary>Maps the SQL API into a host.</summary>
public static class MockhausStatementsEndpointExtensions
{
    /// <summary>Maps Snowflake's SQL API v2: submit, get and cancel below <c>/api/v2/statements</c>; and its
    /// description in OpenAPI, <c>/api/v2/openapi.json</c>.</summary>
    /// <remarks>
    /// A request needs a bearer token; any will do. Whoever sends the same token is the same session and sees the same
    /// statements. The token itself is neither kept nor logged, only its SHA-256.
    /// </remarks>
    /// <param name="endpoints">The host's routes.</param>
    /// <param name="name">The instance, or null for the one without a name.</param>
    /// <returns>The mapped group, to add conventions to (host filters, rate limits).</returns>
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
        var api = new SqlApiEndpoints(manager, options, provider.GetService<TimeProvider>() ?? TimeProvider.System);

        var root = endpoints.MapGroup(StatementUrl.Api);
        root.MapGet(OpenApiEndpoint.Pattern, (RequestDelegate)OpenApiEndpoint.GetAsync);
        var group = root.MapGroup(StatementUrl.Statements);
        group.MapPost("", (RequestDelegate)api.SubmitAsync);
        group.MapGet("{handle}", (RequestDelegate)api.GetAsync);
        group.MapPost("{handle}/cancel", (RequestDelegate)api.CancelAsync);
        return root;
    }
}
