using System.Net;
using System.Text.Json;
using Mockhaus.Statements.AspNetCore;
using Mockhaus.Statements.Tests.SqlApi;

namespace Mockhaus.Statements.Tests.FaultInjection;

/// <summary>A server with fault injection. Each test has a session of its own, which asks for a fault.</summary>
public abstract class FaultInjectionFixture : SqlApiFixture
{
    private int _sessions;

    protected override void ConfigureApi(SqlApiOptions options) => options.FaultInjection.Enabled = true;

    internal SqlApiClient ClientWith(string? fault)
    {
        var client = Server.Client($"session-{Interlocked.Increment(ref _sessions)}");
        client.Fault = fault;
        return client;
    }

    internal static Task<SqlApiAnswer> SubmitTaggedAsync(SqlApiClient client, string sql, string tag, string query = "") =>
        client.PostAsync(
            "/api/v2/statements" + query, JsonSerializer.Serialize(new { statement = sql, parameters = new { Query_Tag = tag } }));

    /// <summary>The statuses of as many requests, in order.</summary>
    internal static async Task<IReadOnlyList<HttpStatusCode>> StatusesAsync(int count, Func<Task<SqlApiAnswer>> send)
    {
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < count; i++)
        {
            statuses.Add((await send()).Status);
        }

        return statuses;
    }
}
