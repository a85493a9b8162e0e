using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.History;
using Mockhaus.Statements.Redis;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.History.Redaction;

/// <summary>Statements with marks run on DuckDB: no mark is in the history, its file, the logs, spans or metrics.</summary>
public sealed class PlantedMarkRunTests
{
    private const int Statements = 400;

    [Test]
    public async Task No_mark_leaves_by_history_logs_spans_or_metrics([Values] HistorySqlText sqlText, [Values] bool isRedis)
    {
        using var folder = new TemporaryFolder();
        await using IStatementHistory history = isRedis
            ? await RedisStatementHistory.ConnectAsync(
                new() { Configuration = (await SharedRedis.ServerAsync()).Configuration, KeyPrefix = $"marks-{Environment.ProcessId}-{sqlText}:" })
            : await DuckDbStatementHistory.OpenAsync(folder.File("history.db"));
        using var telemetry = new Telemetry();
        using var logs = new AllLogs();
        using var loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
        await using var database = new InMemoryDuckDbDataSource();
        using var store = new MemoryStatementStore();
        await using (var manager = new StatementManager(
            store,
            new AdoNetStatementExecutor(database, new() { UseSnowflakeFunctions = true }),
            new() { History = { SqlText = sqlText } },
            logger: loggers.CreateLogger<StatementManager>(),
            meterFactory: telemetry.Meters,
            history: history))
        {
            await RunAsync(manager);
        }

        var recorded = new StringBuilder();
        for (HistoryPage? page = null; page is null || page.Next is not null;)
        {
            page = await history.ReadAsync(new() { After = page?.Next }, 1000);
            recorded.AppendJoin('\n', page.Entries.Select(entry => JsonSerializer.Serialize(entry)));
        }

        foreach (var file in Directory.GetFiles(folder.Path))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes);
            recorded.Append(Encoding.Latin1.GetString(bytes));
        }

        var told = string.Join('\n', [
            .. logs.Lines,
            .. telemetry.Stopped.SelectMany(span => span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}").Append(span.DisplayName).Append(span.StatusDescription ?? "")),
            .. telemetry.Readings.SelectMany(reading => reading.Tags.Select(tag => $"{tag.Key}={tag.Value}")),
        ]);
        told.Should().NotBeEmpty().And.NotContainEquivalentOf(PlantedSql.Mark);
        if (sqlText == HistorySqlText.Full)
        {
            recorded.ToString().Should().ContainEquivalentOf(PlantedSql.Mark, "the same search finds them where nothing is redacted");
        }
        else
        {
            recorded.Length.Should().BeGreaterThan(10_000);
            recorded.ToString().Should().NotContainEquivalentOf(PlantedSql.Mark);
        }
    }

    private static async Task RunAsync(StatementManager manager)
    {
        var (random, outcomes) = (new Random(7), new ConcurrentBag<StatementStatus>());
        for (var i = 0; i < Statements; i++)
        {
            var sql = PlantedSql.Next(random, isBroken: i % 2 == 0);
            var statement = await manager.SubmitAsync("s", new() { Sql = sql, Bindings = i % 5 == 0 ? StatementBinding.Positional(PlantedSql.Mark) : new Dictionary<string, StatementBinding>() });
            if (i % 7 == 0)
            {
                await manager.CancelAsync("s", statement.Handle);
            }

            outcomes.Add((await manager.WaitAsync("s", statement.Handle, TimeSpan.FromSeconds(60))).Status);
        }

        outcomes.Distinct().Should().HaveCount(3, "some succeed, some fail, some are cancelled");
    }
}
