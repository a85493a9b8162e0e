using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Sample;

/// <summary>The sample server is killed while clients submit; <c>./build.sh history-crash</c> does that for many rounds.</summary>
public sealed class HistoryKillTests
{
    private const int Callers = 4;

    private static int Rounds =>
        int.TryParse(Environment.GetEnvironmentVariable("MOCKHAUS_HISTORY_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) ? rounds : 2;

    [Test]
    public async Task After_kill_9_each_statement_whose_end_was_answered_has_one_entry()
    {
        using var folder = new TemporaryFolder();
        var (random, total) = (new Random(1), 0);
        for (var round = 0; round < Rounds; round++)
        {
            // A token of its own, because a session keeps a thousand statements.
            var token = $"round {round}";
            var answered = new ConcurrentBag<string>();
            await using (var server = await SampleProcess.StartAsync("--database", folder.File("users.db")))
            {
                var callers = Enumerable.Range(0, Callers).Select(_ => SubmitUntilKilledAsync(server, token, answered)).ToList();
                for (var waited = 0; answered.IsEmpty && waited < 1_000; waited++)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
                }

                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1_500)), TimeProvider.System);
                await server.KillAsync();
                await Task.WhenAll(callers);
            }

            await using var again = await SampleProcess.StartAsync("--database", folder.File("users.db"));
            await CheckAsync(again, token, answered);
            total += answered.Count;
        }

        total.Should().BePositive();
        await TestContext.Out.WriteLineAsync($"{Rounds} rounds, {total} ends that were answered, each with one entry");
    }

    private static async Task SubmitUntilKilledAsync(SampleProcess server, string token, ConcurrentBag<string> answered)
    {
        using var client = server.Client(token);
        try
        {
            for (var i = 0; ; i++)
            {
                answered.Add((await client.SubmitAsync(i % 3 == 0 ? "selec 1" : $"select {i}, 'x'")).Handle);
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // It is killed.
        }
    }

    private static async Task CheckAsync(SampleProcess server, string token, ConcurrentBag<string> answered)
    {
        using var client = server.Client(token);
        Dictionary<string, string?> counts = [];
        for (var turn = 0; turn < 200 && !answered.All(counts.ContainsKey); turn++)
        {
            // Entries that were not written yet are made from the statements, soon after the start.
            var answer = await client.SubmitAsync(
                "select query_id, count(*) from table(information_schema.query_history(result_limit => 10000)) where end_time is not null group by query_id");
            answer.Status.Should().Be(HttpStatusCode.OK);
            counts = answer.Rows.ToDictionary(row => row[0]!, row => row[1]);
        }

        answered.Where(handle => !counts.ContainsKey(handle)).Should().BeEmpty();
        counts.Where(entry => entry.Value != "1").Should().BeEmpty();
    }
}
