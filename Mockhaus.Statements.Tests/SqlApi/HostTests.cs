using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mockhaus.Statements.Tests.SqlApi;

public sealed class HostTests
{
    [Test]
    public async Task A_request_that_waits_is_answered_when_the_host_stops()
    {
        var begun = new TaskCompletionSource();
        await using var server = await SqlApiServer.StartAsync(configureBuilder: builder => builder.UseDelegate(async (_, token) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        }));
        using var client = server.Client();
        var waiting = client.SubmitAsync("select 1");
        await begun.Task;

        var stopping = server.StopAsync();
        var answer = await waiting;

        answer.Status.Should().Be(HttpStatusCode.UnprocessableEntity);
        answer.Code.Should().Be("900004");
        await stopping.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Test]
    public async Task Addresses_keep_the_prefix_that_the_host_has_mapped_to()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddMockhausStatements().UseDelegate((_, _) => ValueTask.CompletedTask);
        builder.Services.AddMockhausStatements("other").UseDelegate((_, _) => ValueTask.CompletedTask);
        await using var app = builder.Build();
        app.MapMockhausStatements();
        app.MapGroup("/other").MapMockhausStatements("other");
        await app.StartAsync();
        using var client = new SqlApiClient(new(app.Urls.First()), "me");

        var answer = await client.PostAsync("/other/api/v2/statements", """{"statement": "select 1"}""");
        var url = answer.Json.GetProperty("statementStatusUrl").GetString()!;

        url.Should().StartWith($"/other/api/v2/statements/{answer.Handle}");
        answer.Link.Should().StartWith($"<{url.Split('?')[0]}?requestId=");
        (await client.SendAsync(HttpMethod.Get, url)).Status.Should().Be(HttpStatusCode.OK);
        (await client.GetAsync(answer.Handle)).Code.Should().Be("000709", "the instances share nothing");
    }
}
