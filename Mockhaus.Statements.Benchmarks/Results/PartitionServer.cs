using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Stress;

namespace Mockhaus.Statements.Benchmarks.Results;

/// <summary>A server on loopback with a result of several partitions, which it also sends without us.</summary>
internal sealed class PartitionServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client;
    private readonly List<(ReadOnlyMemory<byte> Bytes, string Link)> _partitions = [];
    private readonly List<Uri> _ours = [];
    private readonly List<Uri> _theirs = [];
    private readonly byte[] _buffer = new byte[64 * 1024];

    private PartitionServer(WebApplication app, HttpClient client) => (_app, _client) = (app, client);

    /// <summary>How many bytes the average partition has on the wire, in MB.</summary>
    public double Megabytes => _partitions.Average(partition => (double)partition.Bytes.Length) / ProcessMemory.MB;

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

    public Task<TimeSpan> OursAsync(int count) => GetAsync(count, _ours);

    public Task<TimeSpan> TheirsAsync(int count) => GetAsync(count, _theirs);

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
        var handle = StatementHandle.Parse(json.RootElement.GetProperty("statementHandle").GetString()!);
        var count = json.RootElement.GetProperty("resultSetMetaData").GetProperty("partitionInfo").GetArrayLength();
        var store = _app.Services.GetRequiredService<IStatementStore>();
        for (var number = 1; number < count; number++)
        {
            // Made once: how long a client takes to read an address is no part of what is measured.
            _ours.Add(new(_client.BaseAddress!, $"/api/v2/statements/{handle}?partition={number}"));
            _theirs.Add(new(_client.BaseAddress!, $"/same/{number - 1}"));
            using var ours = await _client.GetAsync(_ours[^1]);
            var sent = await ours.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();

            // The stored bytes themselves where the store gives them away: where else a copy lies in memory may cost as much as all that is ours.
            var batch = await store.ReadBatchAsync(handle, number, default);
            _partitions.Add((batch!.Payload, ours.Headers.GetValues("Link").Single()));
            using var theirs = await _client.GetAsync(_theirs[^1]);
            var same = await theirs.Content.ReadAsByteArrayAsync();
            Check(ours, theirs, sent.SequenceEqual(same));
        }
    }

    private static void Check(HttpResponseMessage ours, HttpResponseMessage theirs, bool isSame)
    {
        var (our, their) = (Headers(ours), Headers(theirs));
        if (!isSame || our != their || ours.Content.Headers.ContentEncoding.Single() != "gzip")
        {
            throw new InvalidOperationException($"The two sides do not send the same: {our} against {their}");
        }
    }

    /// <summary>All headers of an answer, as long as they are: two answers differ in the time and in the ids of their links.</summary>
    private static string Headers(HttpResponseMessage answer) => string.Join('\n', answer.Headers.Concat(answer.Content.Headers)
        .Select(header => header.Key is "Link" or "Date" ? $"{header.Key}: {header.Value.Single().Length}" : $"{header.Key}: {string.Join(',', header.Value)}"));

    private static Uri Relative(string path) => new(path, UriKind.Relative);

    private Task SendAsync(HttpContext context)
    {
        var (bytes, link) = _partitions[int.Parse((string)context.Request.RouteValues["number"]!, System.Globalization.CultureInfo.InvariantCulture)];
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = bytes.Length;
        context.Response.Headers.Vary = "Accept-Encoding, User-Agent";
        context.Response.Headers.ContentEncoding = "gzip";
        context.Response.Headers.Link = link;
        return context.Response.BodyWriter.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    private async Task<TimeSpan> GetAsync(int count, List<Uri> addresses)
    {
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            using var answer = await _client.GetAsync(addresses[i % addresses.Count], HttpCompletionOption.ResponseHeadersRead);
            await using var body = await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync();
            while (await body.ReadAsync(_buffer) > 0)
            {
            }
        }

        return TimeProvider.System.GetElapsedTime(start);
    }
}
