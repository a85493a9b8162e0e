using System.Text.RegularExpressions;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Redis;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Stores.Redis.Golden;

/// <summary>Keys that were written by the first version with their format, and have to be read for ever.</summary>
/// <remarks>A new format adds a file: the last test writes it to MOCKHAUS_GOLDEN, if that is set.</remarks>
public sealed partial class GoldenTests : RedisFixture
{
    [TestCase("format-1.json")]
    public async Task Keys_of_each_format_are_read_as_they_were_written(string name)
    {
        var store = await LoadAsync(name);

        foreach (var statement in GoldenStatements.All)
        {
            (await store.FindAsync(statement.Handle, default)).Should().BeEquivalentTo(statement);
        }

        (await ListAsync(store)).Should().BeEquivalentTo(GoldenStatements.All);
        (await ListAsync(store, new() { SessionId = GoldenStatements.Session, Status = StatementStatus.Running })).Select(statement => statement.Handle)
            .Should().BeEquivalentTo([GoldenStatements.Running.Handle, GoldenStatements.CancelAsked.Handle]);
        foreach (var holder in GoldenStatements.All.Where(statement => statement.RequestId is not null))
        {
            (await store.FindByRequestIdAsync(GoldenStatements.Session, holder.RequestId!, default))!.Handle.Should().Be(holder.Handle);
        }

        foreach (var batch in new[] { GoldenStatements.First, GoldenStatements.Cut })
        {
            await ShouldBeAsync(store, GoldenStatements.Succeeded, batch);
        }

        await ShouldBeAsync(store, GoldenStatements.Slid, GoldenStatements.First);
        (await store.ReadBatchAsync(GoldenStatements.WithoutRows.Handle, 0, default)).Should().BeNull();
    }

    [TestCase("format-1.json")]
    public async Task Statements_of_each_format_live_on(string name)
    {
        var store = await LoadAsync(name);

        var running = GoldenStatements.Running;
        (await store.WriteBatchAsync(running.Handle, GoldenStatements.First, default)).Should().BeTrue();
        var succeeded = await MoveAsync(store, Samples.Succeeded(running, Now, GoldenStatements.First.Info));
        await store.RefreshExpiryAsync(running.Handle, succeeded.Version, Now.AddHours(5), default);
        (await store.FindAsync(running.Handle, default)).Should().BeEquivalentTo(succeeded with { ExpiresAt = Now.AddHours(5) });
        (await store.PurgeExpiredAsync(Now.AddHours(3), TimeSpan.FromDays(1), default)).Expired.Should().Be(5, "six had ended, and one was a tombstone already");
        (await store.RemoveAsync(GoldenStatements.Tombstone.Handle, default)).Should().BeTrue();
        (await store.FindByRequestIdAsync(GoldenStatements.Session, "request-10", default)).Should().BeNull();
    }

    [Test]
    public async Task Statements_written_today_are_the_same_keys()
    {
        await GoldenStatements.WriteAsync(await OpenAsync());
        var written = await StoredKeys.ReadAsync(Database, await KeysAsync(), Prefix);
        if (Environment.GetEnvironmentVariable("MOCKHAUS_GOLDEN") is { Length: > 0 } path)
        {
            await File.WriteAllTextAsync(path, StoredKeys.ToJson(written));
        }

        Comparable(written).Should().BeEquivalentTo(Comparable(Golden("format-1.json")), "a change of what is stored is a new format");
    }

    private static SortedDictionary<string, SortedDictionary<string, string>> Golden(string name)
    {
        using var json = typeof(GoldenTests).Assembly.GetManifestResourceStream($"{typeof(GoldenTests).Namespace}.{name}")!;
        return StoredKeys.FromJson(json);
    }

    /// <summary>Without what is another each time: the tokens of calls, and the times of Redis.</summary>
    private static SortedDictionary<string, SortedDictionary<string, string>> Comparable(SortedDictionary<string, SortedDictionary<string, string>> keys)
    {
        var comparable = new SortedDictionary<string, SortedDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var (key, entries) in keys)
        {
            foreach (var (name, value) in entries.ToArray())
            {
                entries[name] = (key.Split(' ')[0], name) switch
                {
                    ("Hash", "a" or "w") => $"{StoredKeys.LengthOf(value) / 16} tokens",
                    ("SortedSet", GoldenStatements.Session) => "the time of Redis",
                    ("SortedSet", _) when value is ['4', ..] && value.Length == 16 => "live since a time of Redis",
                    ("String", _) when key.Contains(":request:", StringComparison.Ordinal) => value[..36],
                    _ => Token().Replace(value, "TOKEN"),
                };
            }

            comparable[Token().Replace(key, "TOKEN")] = entries;
        }

        return comparable;
    }

    [GeneratedRegex("[0-9a-f]{32}")]
    private static partial Regex Token();

    private static async Task ShouldBeAsync(RedisStatementStore store, Statement statement, ResultBatch batch)
    {
        var read = (await store.ReadBatchAsync(statement.Handle, batch.Info.Number, default))!;
        read.Info.Should().Be(batch.Info);
        read.Payload.Span.SequenceEqual(batch.Payload.Span).Should().BeTrue();
    }

    private async Task<RedisStatementStore> LoadAsync(string name)
    {
        await StoredKeys.WriteAsync(Database, Golden(name), Prefix);
        return await OpenAsync();
    }
}
