using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Redis;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Stores.Redis.Faults;

/// <summary>Redis has done what it was asked, and the answer is lost with the connection. The call is sent again, and gets the right answer.</summary>
public sealed class LostReplyTests : FaultFixture
{
    [SetUp]
    public Task LoadScriptsAsync() => Scripts.LoadAsync(Connection.GetServers()[0]);

    [TestCase("register_session")]
    [TestCase("reserve")]
    [TestCase("add")]
    public async Task An_addition_is_written_once(string script)
    {
        var store = await OpenThroughProxyAsync();
        var statement = New(requestId: "r");
        var lost = LoseReply(script);

        (await store.AddAsync(statement, 1, default)).Written.Should().BeTrue();

        await lost;
        (await ListAsync(store)).Should().ContainSingle().Which.Should().BeEquivalentTo(statement);
        (await store.FindByRequestIdAsync("session", "r", default)).Should().BeEquivalentTo(statement);
        (await CountInSessionAsync()).Should().Be(1);
        (await store.AddAsync(New(), 1, default)).Should().Be(new StatementWrite(StatementWriteStatus.SessionFull, null), "the one place is taken");
        (await store.RemoveAsync(statement.Handle, default)).Should().BeTrue();
        (await store.AddAsync(New(requestId: "r"), 1, default)).Written.Should().BeTrue("the one place is free, and the request id");
    }

    [Test]
    public async Task An_addition_is_written_also_when_others_have_moved_it_before_it_is_sent_again()
    {
        var (store, other) = (await OpenThroughProxyAsync(), await OpenDirectAsync());
        var statement = New(requestId: "r");
        var lost = LoseReply("add", () => MoveAsync(other, Samples.Cancelled(statement, Now)));

        (await store.AddAsync(statement, 10, default)).Written.Should().BeTrue();

        await lost;
        (await store.FindAsync(statement.Handle, default))!.Status.Should().Be(StatementStatus.Cancelled);
    }

    [Test]
    public async Task An_addition_that_was_removed_before_it_is_sent_again_does_not_come_back()
    {
        var (store, other) = (await OpenThroughProxyAsync(), await OpenDirectAsync());
        var statement = New(requestId: "r");
        var lost = LoseReply("add", () => other.RemoveAsync(statement.Handle, default).AsTask());

        (await store.AddAsync(statement, 10, default)).Written.Should().BeTrue("it was, before it was removed");

        await lost;
        (await store.FindAsync(statement.Handle, default)).Should().BeNull();
        (await ListAsync(store)).Should().BeEmpty();
        (await CountInSessionAsync()).Should().Be(0);
    }

    [Test]
    public async Task A_move_is_written_once()
    {
        var store = await OpenThroughProxyAsync();
        var running = await AddRunningAsync(store);
        var succeeded = Samples.Succeeded(running, Now);
        var lost = LoseReply("replace");

        (await store.ReplaceAsync(succeeded, 2, default)).Should().Be(new StatementWrite(StatementWriteStatus.Written, succeeded));

        await lost;
        (await store.FindAsync(running.Handle, default)).Should().BeEquivalentTo(succeeded);
        (await store.ReplaceAsync(Samples.Failed(running, Now), 2, default)).Written.Should().BeFalse();
    }

    [TestCase(1)]
    [TestCase(9)]
    public async Task A_move_is_written_also_when_others_have_moved_it_on_before_it_is_sent_again(int moves)
    {
        var (store, other) = (await OpenThroughProxyAsync(), await OpenDirectAsync());
        var submitted = await AddAsync(store);
        var started = Samples.Started(submitted, Now);
        var lost = LoseReply("replace", async () =>
        {
            for (var move = 0; move < moves; move++)
            {
                await MoveAsync(other, started with { Version = 3 + move, CancelRequestedAt = Now });
            }
        });

        (await store.ReplaceAsync(started, 1, default)).Written.Should().BeTrue("it was, before the others");

        await lost;
        (await store.FindAsync(submitted.Handle, default))!.Version.Should().Be(2 + moves);
    }

    [Test]
    public async Task A_move_is_written_also_when_others_have_removed_it_before_it_is_sent_again()
    {
        var (store, other) = (await OpenThroughProxyAsync(), await OpenDirectAsync());
        var submitted = await AddAsync(store);
        var lost = LoseReply("replace", () => other.RemoveAsync(submitted.Handle, default).AsTask());

        (await store.ReplaceAsync(Samples.Started(submitted, Now), 1, default)).Written.Should().BeTrue("it was, before the removal");

        await lost;
        (await store.FindAsync(submitted.Handle, default)).Should().BeNull();
    }

    [Test]
    public async Task A_refresh_is_in_force_and_the_index_knows()
    {
        var store = await OpenThroughProxyAsync();
        var succeeded = await AddSucceededAsync(store);
        var lost = LoseReply("refresh_expiry");

        await store.RefreshExpiryAsync(succeeded.Handle, succeeded.Version, Now.AddHours(2), default);

        await lost;
        (await store.FindAsync(succeeded.Handle, default))!.ExpiresAt.Should().Be(Now.AddHours(2));
        await UntilAsync(
            async () => (await Database.SortedSetRangeByRankWithScoresAsync(await IndexAsync())).Single().Score == StoredFields.Microseconds(Now.AddHours(2)),
            "the expiry in the index");
    }

    [TestCase(10)]
    [TestCase(2_000_000)]
    public async Task A_batch_is_stored_whole(int length)
    {
        var store = await OpenThroughProxyAsync();
        var running = await AddRunningAsync(store);
        var batch = Samples.Batch(0, new string('z', length));
        var lost = LoseReply("batch");

        (await store.WriteBatchAsync(running.Handle, batch, default)).Should().BeTrue();

        await lost;
        Samples.Text((await store.ReadBatchAsync(running.Handle, 0, default))!).Should().Be(Samples.Text(batch));
    }

    [Test]
    public async Task Parts_of_a_batch_that_are_sent_again_when_it_is_stored_already_are_kept_as_long_as_it()
    {
        var store = await OpenThroughProxyAsync();
        var running = await AddRunningAsync(store);
        var part = $"{{{running.Handle}}}:0:";

        // All of it has been done when the connection is cut; as many parts as are sent without waiting for an answer.
        var lost = Proxy.WhenAsked(
            part, ProxyLoss.Reply, () => UntilAsync(async () => await Database.HashExistsAsync(KeyOf(running), ":0"), "the batch to be stored"));

        (await store.WriteBatchAsync(running.Handle, Samples.Batch(0, new string('z', 2_500_000)), default)).Should().BeTrue();

        await lost.WaitAsync(TimeSpan.FromSeconds(20));
        var parts = (await KeysAsync()).Where(key => key.Contains(part, StringComparison.Ordinal)).ToList();
        var kept = await Task.WhenAll(parts.Select(async key => (await Database.KeyTimeToLiveAsync(key))!.Value));
        kept.Count(time => time > TimeSpan.FromHours(1)).Should().Be(4, "five parts, of which the first has the name of the batch");
    }

    [Test]
    public async Task A_removal_frees_its_place_and_its_request_id()
    {
        var store = await OpenThroughProxyAsync();
        var statement = await AddSucceededAsync(store, requestId: "r");
        var lost = LoseReply("remove");

        (await store.RemoveAsync(statement.Handle, default)).Should().BeTrue();

        await lost;
        (await CountInSessionAsync()).Should().Be(0);
        (await store.RemoveAsync(statement.Handle, default)).Should().BeFalse("it is gone");
        (await store.AddAsync(New(requestId: "r"), 1, default)).Written.Should().BeTrue("nothing holds the request id");
    }

    [Test]
    public async Task Reads_are_answered()
    {
        var store = await OpenThroughProxyAsync();
        var statement = await AddSucceededAsync(store, requestId: "r");
        foreach (var command in new[] { "HMGET", "GET", "ZRANGEBYSCORE" })
        {
            var lost = Proxy.WhenAsked($"${command.Length}\r\n{command}\r\n", ProxyLoss.Reply);

            (await store.FindAsync(statement.Handle, default)).Should().BeEquivalentTo(statement);
            (await store.FindByRequestIdAsync("session", "r", default)).Should().BeEquivalentTo(statement);
            (await ListAsync(store, new() { SessionId = "session" })).Should().ContainSingle();
            (await store.ReadBatchAsync(statement.Handle, 0, default)).Should().NotBeNull();

            await lost.WaitAsync(TimeSpan.FromSeconds(10));
        }
    }

    private Task LoseReply(string script, Func<Task>? then = null) => Proxy.WhenAsked(Scripts.HashOf(script), ProxyLoss.Reply, then).WaitAsync(TimeSpan.FromSeconds(20));

    private async Task<string> IndexAsync() => (await KeysAsync()).Single(key => key.EndsWith(":index", StringComparison.Ordinal));

    private async Task<long> CountInSessionAsync() =>
        (await KeysAsync()).SingleOrDefault(key => key.EndsWith(":index", StringComparison.Ordinal)) is { } index ? await Database.SortedSetLengthAsync(index) : 0;
}
