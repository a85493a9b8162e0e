using System.Globalization;
using Mockhaus.Statements.History;

namespace Mockhaus.Statements.Tests.History.Redaction;

/// <summary>Marks are planted in each class of token of thousands of statements, half of them broken: none is in the entry.</summary>
public sealed class PlantedMarkTests
{
    private const string Mark = "zqmark";

    private static readonly string[] Values =
    [
        "'{0}'", "E'{0}\\'{0}'", "X'{0}'", "$${0}$$", "$t${0}$t$", "'it''s {0}'", "N'{0}'", "-- {0}\n 1", "/* {0} /* {0} */ */ 1", "'\n{0}'", "123{0}",
        "0x{0}", "'{0}' || '{0}'", "e'\\\\{0}'", "1.5{0}",
    ];

    private static readonly string[] Frames =
    [
        "select {0} from t where a = {1}", "insert into t values ({0}, {1})", "update t set a = {0} where b in ({1}, {0})", "with c as (select {0}) select * from c -- {2}",
        "create user u password = {0}", "call f({0}, {1}) /* {2} */", "select case when a > {0} then {1} end as \"name\" from t;",
    ];

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
                .Should().NotContainEquivalentOf(Mark, "the statement is {0}", statement.Sql);
            found += TextOf(full.Create(HistoryEntryKind.Ended, statement.CompletedAt!.Value, statement, null)).Contains(Mark, StringComparison.Ordinal) ? 1 : 0;
        }

        // The same search finds them where nothing is redacted.
        found.Should().BeGreaterThan(1_900);
    }

    private static string TextOf(HistoryEntry entry) => System.Text.Json.JsonSerializer.Serialize(entry);

    private static Statement NewStatement(Random random, bool isBroken)
    {
        string Value() => string.Format(CultureInfo.InvariantCulture, Values[random.Next(Values.Length)], Mark + random.Next(1000));
        var sql = string.Format(CultureInfo.InvariantCulture, Frames[random.Next(Frames.Length)], Value(), Value(), Mark);
        if (isBroken)
        {
            sql = random.Next(4) switch
            {
                0 => sql[..random.Next(sql.Length / 2, sql.Length)],
                1 => sql.Remove(random.Next(sql.Length), 1),
                2 => sql.Insert(random.Next(sql.Length), "'"),
                _ => sql.Replace(" t", $" {Mark}", StringComparison.Ordinal),
            };
        }

        var now = DateTimeOffset.UnixEpoch.AddYears(50);
        return new()
        {
            Handle = new(Guid.CreateVersion7(DateTimeOffset.UnixEpoch)),
            SessionId = "s",
            Sql = sql,
            Bindings = StatementBinding.Positional(Mark),
            Status = isBroken ? StatementStatus.Failed : StatementStatus.Succeeded,
            Error = isBroken ? new("001003", "42000", $"syntax error line 1 at position 7 unexpected '{Mark}'.") : null,
            CreatedAt = now,
            StartedAt = now,
            CompletedAt = now,
            TimeToLive = TimeSpan.FromHours(1),
            Version = 3,
        };
    }
}
