using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mockhaus.Statements.AspNetCore;
using Mockhaus.Statements.Tests.SqlApi;

namespace Mockhaus.Statements.Tests.Authentication;

/// <summary>A host that says itself whose session a request is.</summary>
public sealed class ResolverTests
{
    [Test]
    public async Task The_hosts_resolver_counts_in_place_of_tokens()
    {
        await using var server = await SqlApiServer.StartAsync(
            configureBuilder: builder => builder.UseSqlApiSessions(_ => new Resolver(_ => "never")).UseSqlApiSessions(_ => new Resolver(TypeOf)));
        using var asker = new Asker(server.Address);

        var (status, body, response) = await asker.AskAsync(authorization: null, type: "alice");
        response.Dispose();

        status.Should().Be(HttpStatusCode.OK, body);
        var manager = (StatementManager)server.Services.GetService(typeof(StatementManager))!;
        (await manager.OpenSession("alice").ListAsync().CountAsync()).Should().Be(1);
    }

    [TestCase(SqlApiAuthenticationError.MissingToken, HttpStatusCode.BadRequest, "390146")]
    [TestCase(SqlApiAuthenticationError.InvalidJwt, HttpStatusCode.Unauthorized, "390144")]
    [TestCase(SqlApiAuthenticationError.InvalidOAuthToken, HttpStatusCode.Unauthorized, "390303")]
    [TestCase(SqlApiAuthenticationError.ExpiredToken, HttpStatusCode.Unauthorized, "390318")]
    [TestCase(SqlApiAuthenticationError.UnknownTokenType, HttpStatusCode.BadRequest, "390142")]
    public async Task A_refusal_of_the_host_is_answered_without_its_reason(SqlApiAuthenticationError error, HttpStatusCode expected, string code)
    {
        await using var server = await SqlApiServer.StartAsync(configureBuilder: builder => builder.UseSqlApiSessions(
            _ => new Resolver(_ => throw new SqlApiAuthenticationException(error, "between us"))));
        using var client = server.Client();

        var answer = await client.SubmitAsync("select 1");

        (answer.Status, answer.Code).Should().Be((expected, code));
        answer.Json.GetRawText().Should().NotContain("between us");
    }

    [Test]
    public async Task A_resolver_that_knows_nobody_is_a_missing_token()
    {
        await using var server = await SqlApiServer.StartAsync(configureBuilder: builder => builder.UseSqlApiSessions(_ => new Resolver(_ => "")));
        using var client = server.Client();

        (await client.SubmitAsync("select 1")).Code.Should().Be("390146");
    }

    [Test]
    public async Task Each_instance_has_its_own_resolver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddMockhausStatements().UseDelegate((_, _) => ValueTask.CompletedTask);
        builder.Services.AddMockhausStatements("strict").UseDelegate((_, _) => ValueTask.CompletedTask).UseSqlApiSessions(
            _ => new Resolver(_ => throw new SqlApiAuthenticationException(SqlApiAuthenticationError.ExpiredToken)));
        await using var app = builder.Build();
        app.MapMockhausStatements();
        app.MapGroup("/strict").MapMockhausStatements("strict");
        await app.StartAsync();
        using var asker = new Asker(new(app.Urls.First()));

        var (open, _, first) = await asker.AskAsync("Bearer me");
        var (strict, _, second) = await asker.AskAsync("Bearer me", path: "/strict/api/v2/statements");
        first.Dispose();
        second.Dispose();

        (open, strict).Should().Be((HttpStatusCode.OK, HttpStatusCode.Unauthorized));
    }

    private static string TypeOf(HttpContext context) => context.Request.Headers["X-Snowflake-Authorization-Token-Type"].ToString();

    private sealed class Resolver(Func<HttpContext, string> resolve) : ISqlApiSessionResolver
    {
        public ValueTask<string> ResolveAsync(HttpContext context) => ValueTask.FromResult(resolve(context));
    }
}
