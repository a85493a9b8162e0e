using Mockhaus.Statements.History;

namespace Mockhaus.Statements.Tests.History.Redaction;

/// <summary>Marks are planted in each class of token of thousands of statements, half of them broken: none is in the entry.</summary>
public sealed class PlantedMarkTests
{
    [Test]
    public void No_mark_is_in_an_entry([Range(1, 5)] int seed)
    {
        var random = new Random(seed);
        var redacted = new HistoryEntryFactory(new(), "server", TimeProvider.System);
        var full = new HistoryEntryFactory(new() { SqlText = HistorySqlText.Full }, "server", TimeProvider.System);
        var found = 0;
        for (var i = 0; i < 2_000; i++)
        {
            var isBroken = random.Next(2) == 0;
            var statement = NewStatement(random, isBroken);

            TextOf(redacted.Create(HistoryEntryKind.Ended, statement.CompletedAt!.Value, statement, null))
                .Should().NotContainEquivalentOf(PlantedSql.Mark, "the statement is {0}", statement.Sql);
            found += TextOf(full.Create(HistoryEntryKind.Ended, statement.CompletedAt!.Value, statement, null)).Contains(PlantedSql.Mark, StringComparison.Ordinal) ? 1 : 0;
        }

        // The same search finds them where nothing is redacted.
        found.Should().BeGreaterThan(1_900);
    }

    private static string TextOf(HistoryEntry entry) => System.Text.Json.JsonSerializer.Serialize(entry);

    private static Statement NewStatement(Random random, bool isBroken)
    {
        var sql = PlantedSql.Next(random, isBroken);
        var now = DateTimeOffset.UnixEpoch.AddYears(50);
        return new()
        {
            Handle = new(Guid.CreateVersion7(DateTimeOffset.UnixEpoch)),
            SessionId = "s",
            Sql = sql,
            Bindings = StatementBinding.Positional(PlantedSql.Mark),
            Status = isBroken ? StatementStatus.Failed : StatementStatus.Succeeded,
            Error = isBroken ? new("001003", "42000", $"syntax error line 1 at position 7 unexpected '{PlantedSql.Mark}'.") : null,
            CreatedAt = now,
            StartedAt = now,
            CompletedAt = now,
            TimeToLive = TimeSpan.FromHours(1),
            Version = 3,
        };
    }
}
