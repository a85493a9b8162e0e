using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Mockhaus.Statements.Stress.Server;

namespace Mockhaus.Statements.Benchmarks.Redis;

/// <summary>From the cancel sent to one server to the end of the query that runs on the other, on one Redis: two sample servers as processes.</summary>
/// <remarks>The end is seen where the query ran: its one place is free again, and a statement that has waited for it has its answer.</remarks>
internal sealed class RedisCancel : IBenchmark
{
    private const string Path = "/api/v2/statements";

    public string Name => "redis.cancel";

    public double Bar => 200;

    public BenchmarkUnit Unit => BenchmarkUnit.Milliseconds;

    public async Task<Measurement> MeasureAsync(bool quick, Action<string> progress)
    {
        using var redis = await RedisProcess.StartAsync();
        string[] options = ["--redis", redis.Configuration];
        await using var owner = await ServerProcess.StartAsync(options, "MaxConcurrentStatements=1");
        await using var other = await ServerProcess.StartAsync(options, "MaxConcurrentStatements=1");
        using var toOwner = owner.Client("bench");
        using var toOther = other.Client("bench");
        var times = new List<double>();
        for (var round = -3; round < 3 * BenchmarkRounds.Count(quick); round++)
        {
            progress(string.Create(CultureInfo.InvariantCulture, $"round {round + 1}"));
            var time = await RoundAsync(toOwner, toOther);
            if (round >= 0)
            {
                times.Add(time.TotalMilliseconds);
            }
        }

        return Measurement.Of(times, "at the median, until the query's place is free");
    }

    private static async Task<TimeSpan> RoundAsync(HttpClient toOwner, HttpClient toOther)
    {
        var handle = await SubmitAsync(toOwner, "select count(*) from range(1000000000000)", "?async=true");
        var next = SubmitAsync(toOwner, "select 1", "");
        await RunningAsync(toOther, handle);

        var start = TimeProvider.System.GetTimestamp();
        using var cancelled = await toOther.PostAsync(new Uri($"{Path}/{handle}/cancel", UriKind.Relative), null);
        cancelled.EnsureSuccessStatusCode();
        await next;
        return TimeProvider.System.GetElapsedTime(start);
    }

    private static async Task<string> SubmitAsync(HttpClient client, string sql, string query)
    {
        using var answer = await client.PostAsJsonAsync(new Uri(Path + query, UriKind.Relative), new { statement = sql });
        answer.EnsureSuccessStatusCode();
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return body.GetProperty("statementHandle").GetString()!;
    }

    /// <summary>A poll says the same of one that waits, but one that was submitted first runs within that time.</summary>
    private static async Task RunningAsync(HttpClient client, string handle)
    {
        for (var polls = 0; polls < 20; polls++)
        {
            using var answer = await client.GetAsync(new Uri($"{Path}/{handle}", UriKind.Relative));
            if (answer.StatusCode != HttpStatusCode.Accepted)
            {
                throw new InvalidOperationException($"The query ended by itself: {answer.StatusCode}.");
            }
        }
    }
}
