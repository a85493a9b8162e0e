using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Mockhaus.Statements.Execution;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Logging.ClearProviders();
var statements = builder.Services.AddMockhausStatements()
    .UseAdoNet(_ => new InMemoryDuckDbDataSource());
if (builder.Configuration["redis"] is { } redis)
{
    statements.UseRedisStore(options => options.Configuration = redis);
}

await using var app = builder.Build();
app.MapMockhausStatements();
await app.StartAsync();

using var client = new HttpClient { BaseAddress = new(app.Urls.First()) };
client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "consumer");
var response = await client.PostAsJsonAsync("/api/v2/statements", new { statement = "select 42 as answer" });
var body = await response.Content.ReadAsStringAsync();
var works = response.IsSuccessStatusCode && body.Contains("\"data\":[[\"42\"]]", StringComparison.Ordinal);
Console.WriteLine(works ? $"The packages work{(builder.Configuration["redis"] is null ? "" : ", on Redis too")}." : $"The packages do not work: {(int)response.StatusCode} {body}");
return works ? 0 : 1;
