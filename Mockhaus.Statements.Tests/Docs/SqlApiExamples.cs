using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Tests.SqlApi;

namespace Mockhaus.Statements.Tests.Docs;

/// <summary>The examples of docs/sql-api.md.</summary>
public sealed class SqlApiExamples
{
    [Test]
    public async Task A_host_says_itself_whose_session_a_request_is()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddMockhausStatements()
            .UseAdoNet(_ => new InMemoryDuckDbDataSource())
            .UseSqlApiSessions(_ => new UserSessions());
        await using var app = builder.Build();
        app.Use((context, next) =>
        {
            // In place of whatever the host authenticates with.
            var isAda = context.Request.Headers.Authorization == "Bearer ada";
            context.User = new(new ClaimsIdentity(isAda ? [new(ClaimTypes.Name, "ada")] : [], "test"));
            return next(context);
        });
        app.MapMockhausStatements();
        await app.StartAsync();
        using var ada = new SqlApiClient(new(app.Urls.First()), "ada");
        using var stranger = new SqlApiClient(new(app.Urls.First()), "me");

        (await ada.SubmitAsync("select 42")).Status.Should().Be(HttpStatusCode.OK);
        (await stranger.SubmitAsync("select 42")).Code.Should().Be("390303");
        (await app.Services.GetRequiredService<StatementManager>().OpenSession("ada").ListAsync().CountAsync()).Should().Be(1);
    }
}
