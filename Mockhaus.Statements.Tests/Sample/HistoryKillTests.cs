using System.Net;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Sample;

public sealed class HistoryKillTests
{
    [Test]
    public async Task After_kill_9_each_statement_whose_end_was_answered_has_one_entry()
    {
        using var folder = new TemporaryFolder();
        var answered = new List<string>();
        for (var round = 0; round < 2; round++)
        {
            await using var server = await SampleProcess.StartAsync("--database", folder.File("users.db"));
            using var client = server.Client();
            for (var i = 0; i < 20; i++)
            {
                answered.Add((await client.SubmitAsync(i % 3 == 0 ? "selec 1" : $"select {i}, 'x'")).Handle);
            }

            await server.KillAsync();
        }

        await using var again = await SampleProcess.StartAsync("--database", folder.File("users.db"));
        using var reader = again.Client();
        Dictionary<string, string?> counts = [];
        for (var turn = 0; turn < 200 && !answered.TrueForAll(counts.ContainsKey); turn++)
        {
            // Entries that were not written yet are made from the statements, soon after the start.
            var answer = await reader.SubmitAsync(
                "select query_id, count(*) from table(information_schema.query_history(result_limit => 1000)) where end_time is not null group by query_id");
            answer.Status.Should().Be(HttpStatusCode.OK);
            counts = answer.Rows.ToDictionary(row => row[0]!, row => row[1]);
        }

        answered.Should().OnlyContain(handle => counts.ContainsKey(handle));
        counts.Values.Should().OnlyContain(count => count == "1");
    }
}
