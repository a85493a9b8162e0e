using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Mockhaus.Statements.Execution;

namespace Mockhaus.Statements.Tests.Docs;

/// <summary>The host of the README, which serves until it is stopped.</summary>
internal static class HostExample
{
    public static async Task RunAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddMockhausStatements()
            .UseAdoNet(_ => new InMemoryDuckDbDataSource());

        await using var app = builder.Build();
        app.MapMockhausStatements();
        await app.RunAsync();
    }
}
