using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Mockhaus.Statements.Stress.Server;

namespace Mockhaus.Statements.Stress.Fuzz;

/// <summary>Sends requests in blocks. Each has handles of its own to ask for, and ends with a good request.</summary>
internal sealed class FuzzRun(ServerProcess server, int seed)
{
    private const int Block = 250;
    private const int Callers = 8;

    /// <summary>At most so many come before those that were asked for: by then the first have expired, been swept and forgotten.</summary>
    private const int WarmUp = 10_000;

    public FuzzTally Tally { get; } = new();

    public MemoryCurve Memory { get; } = new();

    public async Task RunAsync(int count)
    {
        for (var first = -Math.Min(count, WarmUp); first < count && !server.HasExited; first += Block)
        {
            var token = $"fuzz-{first}";
            using var client = server.Client(token);
            try
            {
                var handles = await MakeAsync(client);
                await Parallel.ForEachAsync(
                    Enumerable.Range(first, Math.Min(Block, count - first)),
                    new ParallelOptions { MaxDegreeOfParallelism = Callers },
                    async (number, _) => await SendAsync(number, token, handles));
                await CheckAsync(client);
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or JsonException or InvalidOperationException)
            {
                Tally.Fail($"The good request behind number {first + Block - 1}: {exception.Message}");
                first = count;
            }

            if (first + Block > 0)
            {
                Memory.Add(server.HasExited ? 0 : server.Memory);
            }
        }

        if (server.HasExited)
        {
            Tally.Fail("The server's process has ended.");
        }
    }

    private async Task SendAsync(int number, string token, IReadOnlyList<string> handles)
    {
        // Of its own, so that a request does not depend on which of those before it was answered first.
        var request = new FuzzRequests(new Random(unchecked((seed * 1_000_003) + number)), token, handles).Next();
        var answers = await FuzzConnection.SendAsync(server.Address, request);
        Tally.Take(answers);
        if (FuzzJudge.FaultOf(request, answers) is { } fault)
        {
            Tally.Fail($"{fault}\n  request {number}: {request}");
        }
    }

    /// <summary>Statements of every kind that can be asked for.</summary>
    private static async Task<IReadOnlyList<string>> MakeAsync(HttpClient client)
    {
        string[] all =
        [
            "create or replace table fuzz (a integer, b varchar)",
            "select i, 'row ' || i as name from range(2000) t(i)",
            "select 1 as one",
            "select nothing from nowhere",
            "select count(*) from range(100000000000)",
        ];
        var handles = new List<string>();
        foreach (var sql in all)
        {
            var isLong = sql == all[^1];
            using var answer = await client.PostAsJsonAsync(Statements(isLong ? "?async=true" : ""), new { statement = sql, timeout = 5 });
            handles.Add((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("statementHandle").GetString()!);
        }

        return handles;
    }

    private static async Task CheckAsync(HttpClient client)
    {
        using var answer = await client.PostAsJsonAsync(Statements(""), new { statement = "select 42 as answer" });
        var text = await answer.Content.ReadAsStringAsync();
        if (answer.StatusCode != HttpStatusCode.OK || !text.Contains("\"data\":[[\"42\"]]", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{(int)answer.StatusCode} {text}");
        }
    }

    private static Uri Statements(string query) => new($"api/v2/statements{query}", UriKind.Relative);
}
