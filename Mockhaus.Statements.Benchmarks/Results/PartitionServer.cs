using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Mockhaus.Statements.AspNetCore;
using Mockhaus.Statements.DependencyInjection;

namespace Mockhaus.Statements.Benchmarks.Results;

/// <summary>A server on loopback with a result of several partitions, which it also sends without us.</summary>
internal sealed class PartitionServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client;
    private readonly List<byte[]> _partitions = [];
    private readonly byte[] _buffer = new byte[64 * 1024];
    private string _link = "";
    private string _path = "";

    private PartitionServer(WebApplication app, HttpClient client) => (_app, _client) = (app, client);

    /// <summary>How many bytes the average partition has on the wire, in MB.</summary>
    public double Megabytes => _partitions.Average(partition => (double)partition.Length) / ProcessMemory.MB;

    public int Partitions => _partitions.Count;

    public static async Task<PartitionServer> StartAsync(ResultTable table, Action<MockhausStatementsBuilder> configure)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        configure(builder.Services.AddMockhausStatements().UseAdoNet(_ => table.Database));
        var app = builder.Build();
        app.MapMockhausStatements();

        // Partitions are compressed on the wire, and nobody unpacks them here: that would be all that is measured.
        var client = new HttpClient();
        var server = new PartitionServer(app, client);
        app.MapGet("/same/{number:int}", (RequestDelegate)server.SendAsync);
        await app.StartAsync();
        client.BaseAddress = new(app.Urls.First());
        client.DefaultRequestHeaders.Authorization = new("Bearer", "bench");
        await server.PrepareAsync();
        return server;
    }

    public Task<TimeSpan> OursAsync(int count) => GetAsync(count, number => Relative($"{_path}?partition={number + 1}"));

    public Task<TimeSpan> TheirsAsync(int count) => GetAsync(count, number => Relative($"/same/{number}"));

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    /// <summary>Makes the result, and keeps what is sent of it, so that the other side sends the same.</summary>
    private async Task PrepareAsync()
    {
        using var answer = await _client.PostAsJsonAsync(Relative("/api/v2/statements"), new { statement = ResultTable.Query, timeout = 600 });
        using var json = JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync());
        _client.DefaultRequestHeaders.AcceptEncoding.Add(new("gzip"));
        _path = "/api/v2/statements/" + json.RootElement.GetProperty("statementHandle").GetString();
        var count = json.RootElement.GetProperty("resultSetMetaData").GetProperty("partitionInfo").GetArrayLength();
        for (var number = 1; number < count; number++)
        {
            using var partition = await _client.GetAsync(Relative($"{_path}?partition={number}"));
            _partitions.Add(await partition.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync());
            _link = partition.Headers.GetValues("Link").Single();
            using var same = await _client.GetAsync(Relative($"/same/{number - 1}"));
            var bytes = await same.Content.ReadAsByteArrayAsync();
            Check(partition.Content.Headers, same.Content.Headers, bytes.SequenceEqual(_partitions[^1]));
        }
    }

    private static void Check(HttpContentHeaders ours, HttpContentHeaders theirs, bool isSame)
    {
        if (!isSame || ours.ContentEncoding.Single() != "gzip" || ours.ToString() != theirs.ToString())
        {
            throw new InvalidOperationException($"The two sides do not send the same: {ours} against {theirs}");
        }
    }

    private static Uri Relative(string path) => new(path, UriKind.Relative);

    private Task SendAsync(HttpContext context)
    {
        var partition = _partitions[int.Parse((string)context.Request.RouteValues["number"]!, System.Globalization.CultureInfo.InvariantCulture)];
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = partition.Length;
        context.Response.Headers.ContentEncoding = "gzip";
        context.Response.Headers.Link = _link;
        return context.Response.BodyWriter.WriteAsync(partition, context.RequestAborted).AsTask();
    }

    private async Task<TimeSpan> GetAsync(int count, Func<int, Uri> pathOf)
    {
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            using var answer = await _client.GetAsync(pathOf(i % _partitions.Count), HttpCompletionOption.ResponseHeadersRead);
            await using var body = await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync();
            while (await body.ReadAsync(_buffer) > 0)
            {
            }
        }

        return TimeProvider.System.GetElapsedTime(start);
    }
}
