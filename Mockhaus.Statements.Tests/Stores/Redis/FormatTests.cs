using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Redis;
using Mockhaus.Statements.Stores;
using StackExchange.Redis;

namespace Mockhaus.Statements.Tests.Stores.Redis;

/// <summary>Keys that another version has written, or that are damaged: an error that says so, never "not found", and nothing is changed.</summary>
public sealed class FormatTests : RedisFixture
{
    private static readonly Dictionary<string, Func<IStatementStore, Statement, Task>> Calls = new()
    {
        ["find"] = async (store, statement) => await store.FindAsync(statement.Handle, default),
        ["find by request id"] = async (store, statement) => await store.FindByRequestIdAsync(statement.SessionId, statement.RequestId!, default),
        ["list"] = async (store, _) => await ListAsync(store),
        ["list of a session"] = async (store, statement) => await ListAsync(store, new() { SessionId = statement.SessionId }),
        ["add"] = async (store, statement) => await store.AddAsync(statement with { Version = 1 }, 10, default),
        ["add the request again"] = async (store, statement) =>
            await store.AddAsync(statement with { Handle = StatementHandle.New(TimeProvider.System), Version = 1 }, 10, default),
        ["replace"] = async (store, statement) => await store.ReplaceAsync(statement with { Version = statement.Version + 1 }, statement.Version, default),
        ["replace another version"] = async (store, statement) => await store.ReplaceAsync(statement with { Version = 9 }, 8, default),
        ["refresh expiry"] = async (store, statement) => await store.RefreshExpiryAsync(statement.Handle, statement.Version, Samples.Start.AddHours(20), default),
        ["remove"] = async (store, statement) => await store.RemoveAsync(statement.Handle, default),
        ["batch"] = async (store, statement) => await store.WriteBatchAsync(statement.Handle, Samples.Batch(0, "{}"), default),
        ["purge"] = async (store, _) => await store.PurgeExpiredAsync(Samples.Start.AddHours(2), TimeSpan.FromDays(1), default),
        ["purge tombstones"] = async (store, _) => await store.PurgeExpiredAsync(Samples.Start.AddDays(2), TimeSpan.FromDays(1), default),
    };

    private static IEnumerable<string> Names => Calls.Keys;

    [TestCaseSource(nameof(Names))]
    public async Task A_statement_of_a_newer_format_is_an_error_that_says_so_and_stays_as_it_is(string call)
    {
        var store = await OpenAsync();
        var statement = await AddSucceededAsync(store, requestId: "r");
        await Database.HashSetAsync(KeyOf(statement), "f", 2);

        var error = await ErrorAsync(store, statement, call);

        error.Message.Should().Contain("written in format 2").And.Contain("reads up to format 1").And.Contain("Update this server");
    }

    [TestCaseSource(nameof(Names))]
    public async Task A_statement_without_a_format_is_damaged_and_stays_as_it_is(string call)
    {
        var store = await OpenAsync();
        var statement = await AddSucceededAsync(store, requestId: "r");
        await Database.HashDeleteAsync(KeyOf(statement), "f");
        if (call == "batch")
        {
            (await store.WriteBatchAsync(statement.Handle, Samples.Batch(0, "{}"), default)).Should().BeFalse("it is not known to run");
            return;
        }

        (await ErrorAsync(store, statement, call)).Message.Should().Contain("damaged").And.Contain("Delete its keys");
    }

    [TestCase("t", "{\"status\":")]
    [TestCase("t", null)]
    [TestCase("t", "null")]
    [TestCase("q", "[]")]
    [TestCase("q", null)]
    [TestCase("v", "one")]
    [TestCase("v", null)]
    [TestCase("e", "999999999999999999")]
    [TestCase("e", null)]
    [TestCase("n", null)]
    [TestCase("f", "one")]
    public async Task A_damaged_field_is_an_error_that_names_the_statement(string field, string? value)
    {
        var store = await OpenAsync();
        var statement = await AddSucceededAsync(store, requestId: "r");
        await (value is null ? Database.HashDeleteAsync(KeyOf(statement), field) : Database.HashSetAsync(KeyOf(statement), field, value));

        foreach (var call in new[] { "find", "find by request id", "list", "add" })
        {
            (await ErrorAsync(store, statement, call)).Message.Should().Contain("damaged").And.Contain(statement.Handle.ToString());
        }
    }

    [TestCase("c", "yesterday")]
    [TestCase("s", null)]
    [TestCase("x", "no")]
    public async Task A_damaged_field_that_only_lists_read_is_an_error_there(string field, string? value)
    {
        var store = await OpenAsync();
        var statement = await AddSucceededAsync(store);
        await (value is null ? Database.HashDeleteAsync(KeyOf(statement), field) : Database.HashSetAsync(KeyOf(statement), field, value));

        (await ErrorAsync(store, statement, "list")).Message.Should().Contain("damaged").And.Contain(statement.Handle.ToString());
        (await store.FindAsync(statement.Handle, default)).Should().BeEquivalentTo(statement);
    }

    [TestCase("f", "2")]
    [TestCase("t", "{")]
    public async Task One_that_cannot_be_read_keeps_no_other_from_being_purged(string field, string value)
    {
        var store = await OpenAsync();
        var bad = await AddSucceededAsync(store, "a session");
        var sound = await AddSucceededAsync(store, "b session");
        await Database.HashSetAsync(KeyOf(bad), field, value);

        var purge = async () => await store.PurgeExpiredAsync(Now.AddHours(2), TimeSpan.FromDays(1), default);

        (await purge.Should().ThrowAsync<StatementStoreException>()).Which.Message.Should().Contain(bad.Handle.ToString());
        (await store.FindAsync(sound.Handle, default))!.Sql.Should().BeEmpty();
    }

    [Test]
    public async Task Fields_that_this_version_does_not_know_are_passed_over_and_survive_moves()
    {
        var store = await OpenAsync();
        var running = await AddRunningAsync(store, requestId: "r");
        await Database.HashSetAsync(KeyOf(running), [new("z", "later"), new("future", "field")]);

        (await store.FindAsync(running.Handle, default)).Should().BeEquivalentTo(running);
        var succeeded = await MoveAsync(store, Samples.Succeeded(running, Now));
        await store.RefreshExpiryAsync(running.Handle, succeeded.Version, Now.AddHours(3), default);
        await MoveAsync(store, (await store.FindAsync(running.Handle, default))!.ToTombstone());

        (await Database.HashGetAsync(KeyOf(running), ["z", "future"])).Should().Equal("later", "field");
    }

    [TestCase("{0}", new[] { "find", "find by request id", "list", "add", "replace", "refresh expiry", "remove", "batch", "purge" })]
    [TestCase("index", new[] { "list", "purge" })]
    [TestCase("request", new[] { "find by request id", "add the request again" })]
    [TestCase("sessions", new[] { "list", "purge" })]
    public async Task A_key_of_another_type_is_an_error_that_says_what_to_do(string which, string[] calls)
    {
        var store = await OpenAsync();
        var statement = await AddSucceededAsync(store, requestId: "r");
        var key = (await KeysAsync()).Single(key => which == "{0}" ? key == KeyOf(statement) : key.Contains(which, StringComparison.Ordinal));
        await Database.KeyDeleteAsync(key);
        await Database.ListLeftPushAsync(key, "somebody else's");

        foreach (var call in calls)
        {
            (await ErrorAsync(store, statement, call)).Message.Should().Contain("WRONGTYPE", call).And.Contain("Choose another Redis:KeyPrefix");
        }
    }

    [TestCase("no header", "TOKEN", "TOKEN", "nothing of it")]
    [TestCase("another format", "1 TOKEN", "2 TOKEN")]
    [TestCase("another batch's", "TOKEN 2 0 1", "TOKEN 2 1 1")]
    [TestCase("a length below zero", " 600015 0 -", " -1 0 -")]
    [TestCase("another length", " 600015 0 -", " 600014 0 -")]
    [TestCase("no parts", "TOKEN 2", "TOKEN 0")]
    [TestCase("too few parts", "TOKEN 2", "TOKEN 1")]
    [TestCase("too many parts", "TOKEN 2", "TOKEN 3")]
    [TestCase("another token", "TOKEN 2", "0123456789abcdef0123456789abcdef 2")]
    [TestCase("no number", "TOKEN 2", "TOKEN two")]
    [TestCase("too short", "yyy\"]]}", "\"]]}", null, 1)]
    [TestCase("gone", null, null, null, 1)]
    public async Task A_damaged_batch_is_an_error_that_names_it_and_no_rows(string what, string? text, string? other, string? all = null, int part = 0)
    {
        var store = await OpenAsync();
        var running = await AddRunningAsync(store);
        var batch = Samples.Batch(0, $$"""{"data":[["{{new string('y', 600_000)}}"]]}""", 1);
        (await store.WriteBatchAsync(running.Handle, batch, default)).Should().BeTrue();
        var key = KeyOf(running).Append(":0");
        var stored = (string)(await Database.StringGetAsync(key))!;
        var token = stored.Split(' ')[1];
        key = part == 0 ? key : key.Append($":{token}:{part}");
        stored = (string)(await Database.StringGetAsync(key))!;
        var damaged = all ?? (text is null ? "" : stored.Replace(text.Replace("TOKEN", token, StringComparison.Ordinal), other!.Replace("TOKEN", token, StringComparison.Ordinal), StringComparison.Ordinal));
        damaged.Should().NotBe(stored, what);
        await (damaged.Length == 0 ? Database.KeyDeleteAsync(key) : Database.StringSetAsync(key, damaged));

        var read = async () => await store.ReadBatchAsync(running.Handle, 0, default);

        (await read.Should().ThrowAsync<StatementStoreException>(what)).Which.Message
            .Should().Contain(running.Handle.ToString()).And.Contain("batch 0").And.Contain("Submit the statement again");
    }

    [Test]
    public async Task A_batch_key_of_another_type_is_an_error_and_a_new_batch_takes_its_place()
    {
        var store = await OpenAsync();
        var running = await AddRunningAsync(store);
        await Database.ListLeftPushAsync(KeyOf(running).Append(":0"), "somebody else's");

        var read = async () => await store.ReadBatchAsync(running.Handle, 0, default);

        (await read.Should().ThrowAsync<StatementStoreException>()).Which.Message.Should().Contain("WRONGTYPE");
        (await store.WriteBatchAsync(running.Handle, Samples.Batch(0, "{}"), default)).Should().BeTrue();
        Samples.Text((await store.ReadBatchAsync(running.Handle, 0, default))!).Should().Be("{}");
    }

    private async Task<StatementStoreException> ErrorAsync(RedisStatementStore store, Statement statement, string call)
    {
        var before = await DumpAsync(statement);
        var run = () => Calls[call](store, statement);
        var error = (await run.Should().ThrowAsync<StatementStoreException>(call)).Which;
        (await DumpAsync(statement)).Should().BeEquivalentTo(before, "a call that is refused changes nothing");
        return error;
    }

    private async Task<object> DumpAsync(Statement statement) => await Database.KeyTypeAsync(KeyOf(statement)) == RedisType.Hash
        ? (await Database.HashGetAllAsync(KeyOf(statement))).Select(entry => $"{entry.Name}={entry.Value}")
        : await Database.KeyTypeAsync(KeyOf(statement));
}
