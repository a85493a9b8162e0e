using System.Globalization;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Redis;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Stores.Redis.Faults;

/// <summary>What arrives when nobody waits for it any more, and what two do at once.</summary>
public sealed class LateTests : FaultFixture
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [SetUp]
    public Task LoadScriptsAsync() => Scripts.LoadAsync(Connection.GetServers()[0]);

    [TestCase(true)]
    [TestCase(false)]
    public async Task An_addition_that_arrives_when_its_sender_has_given_up_is_refused_once_he_has_tried_to_end_it(bool isEnded)
    {
        var (store, other) = (await OpenThroughProxyAsync(options => options.CallTimeout = TimeSpan.FromSeconds(1)), await OpenDirectAsync());
        var arrives = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var statement = New(requestId: "r");
        _ = Proxy.WhenAsked(Scripts.HashOf("add"), ProxyLoss.Nothing, () => arrives.Task);
        await ShouldFailInTimeAsync(() => store.AddAsync(statement, 10, default).AsTask(), TimeSpan.FromSeconds(1));
        (await other.FindAsync(statement.Handle, default)).Should().BeNull("it is still on its way");
        if (isEnded)
        {
            (await other.ReplaceAsync(Samples.Failed(statement, Now), 1, default)).Should().Be(new StatementWrite(StatementWriteStatus.NotFound, null));
        }

        await ShouldArriveAsync(arrives);

        var found = await other.FindAsync(statement.Handle, default);
        if (isEnded)
        {
            found.Should().BeNull("from then on it is refused");
        }
        else
        {
            found.Should().NotBeNull("nobody has said that it must not come; its sender was told that nobody knows");
        }
    }

    [Test]
    public async Task An_addition_that_arrives_after_its_reservation_has_run_out_is_refused()
    {
        void Hasten(RedisStoreOptions options) => options.Reservation = TimeSpan.FromMilliseconds(300);
        var store = await OpenThroughProxyAsync(options =>
        {
            options.CallTimeout = TimeSpan.FromSeconds(1);
            Hasten(options);
        });
        var other = await OpenDirectAsync(Hasten);
        var arrives = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var late = New(requestId: "r");
        _ = Proxy.WhenAsked(Scripts.HashOf("add"), ProxyLoss.Nothing, () => arrives.Task);
        await ShouldFailInTimeAsync(() => store.AddAsync(late, 1, default).AsTask(), TimeSpan.FromSeconds(1));
        var next = New(requestId: "r");
        (await other.AddAsync(next, 1, default)).Written.Should().BeTrue("place and request id were only reserved, and that has run out");

        await ShouldArriveAsync(arrives);

        (await ListAsync(other)).Should().ContainSingle().Which.Handle.Should().Be(next.Handle);
        (await other.FindAsync(late.Handle, default)).Should().BeNull();
    }

    [Test]
    public async Task An_addition_that_arrives_a_second_time_after_the_removal_does_not_bring_the_statement_back()
    {
        var (store, other) = (await OpenThroughProxyAsync(), await OpenDirectAsync());
        var arrives = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var statement = New(requestId: "r");
        _ = Proxy.WhenAsked(Scripts.HashOf("add"), ProxyLoss.Sender, () => arrives.Task);
        (await store.AddAsync(statement, 10, default)).Written.Should().BeTrue("it is sent again on another connection");
        (await other.RemoveAsync(statement.Handle, default)).Should().BeTrue();

        await ShouldArriveAsync(arrives);

        (await other.FindAsync(statement.Handle, default)).Should().BeNull();
        (await other.AddAsync(statement, 10, default)).Written.Should().BeTrue("the handle is free for another call");
    }

    [Test]
    public async Task A_removal_that_arrives_a_second_time_does_not_take_away_what_was_added_since()
    {
        var (store, other) = (await OpenThroughProxyAsync(), await OpenDirectAsync());
        var arrives = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var statement = await AddAsync(other);
        _ = Proxy.WhenAsked(Scripts.HashOf("remove"), ProxyLoss.Sender, () => arrives.Task);
        (await store.RemoveAsync(statement.Handle, default)).Should().BeTrue();
        (await other.AddAsync(statement, 10, default)).Written.Should().BeTrue();

        await ShouldArriveAsync(arrives);

        (await other.FindAsync(statement.Handle, default)).Should().NotBeNull();
    }

    [Test]
    public async Task A_removal_that_has_found_nothing_and_arrives_a_second_time_does_not_take_away_what_was_added_since()
    {
        var (store, other) = (await OpenThroughProxyAsync(), await OpenDirectAsync());
        var arrives = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var statement = New();
        _ = Proxy.WhenAsked(Scripts.HashOf("remove"), ProxyLoss.Sender, () => arrives.Task);
        (await store.RemoveAsync(statement.Handle, default)).Should().BeFalse();
        (await other.AddAsync(statement, 10, default)).Written.Should().BeTrue();

        await ShouldArriveAsync(arrives);

        (await other.FindAsync(statement.Handle, default)).Should().NotBeNull();
    }

    [Test]
    public async Task An_addition_that_was_refused_and_arrives_a_second_time_stays_refused_when_the_handle_is_free()
    {
        var (store, other) = (await OpenThroughProxyAsync(), await OpenDirectAsync());
        var arrives = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = await AddAsync(other);
        _ = Proxy.WhenAsked(Scripts.HashOf("add"), ProxyLoss.Sender, () => arrives.Task);
        (await store.AddAsync(first with { SessionId = "another" }, 10, default)).Current!.SessionId.Should().Be("session");
        (await other.RemoveAsync(first.Handle, default)).Should().BeTrue();

        await ShouldArriveAsync(arrives);

        (await other.FindAsync(first.Handle, default)).Should().BeNull();
    }

    [TestCase(0)]
    [TestCase(1)]
    public async Task A_move_that_arrives_a_second_time_is_none_of_a_statement_that_has_taken_the_handle_since(int secondsLater)
    {
        var (store, other) = (await OpenThroughProxyAsync(), await OpenDirectAsync());
        var arrives = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = await AddAsync(other);
        _ = Proxy.WhenAsked(Scripts.HashOf("replace"), ProxyLoss.Sender, () => arrives.Task);
        await MoveAsync(store, Samples.Started(first, Now));
        (await other.RemoveAsync(first.Handle, default)).Should().BeTrue();
        var second = first with { CreatedAt = first.CreatedAt.AddSeconds(secondsLater) };
        (await other.AddAsync(second, 10, default)).Written.Should().BeTrue();

        await ShouldArriveAsync(arrives);

        (await other.FindAsync(first.Handle, default)).Should().BeEquivalentTo(second);
    }

    [Test]
    public async Task A_statement_that_has_taken_the_handle_of_another_is_not_moved_as_that_one()
    {
        var store = await OpenDirectAsync();
        var first = await AddAsync(store);
        (await store.RemoveAsync(first.Handle, default)).Should().BeTrue();
        var second = first with { CreatedAt = first.CreatedAt.AddSeconds(1), QueryTag = "another" };
        (await store.AddAsync(second, 10, default)).Written.Should().BeTrue();

        var write = await store.ReplaceAsync(Samples.Started(first, Now), 1, default);

        write.Written.Should().BeFalse();
        write.Current.Should().BeEquivalentTo(second);
        await MoveAsync(store, Samples.Started(second, Now));
    }

    [Test]
    public async Task A_move_that_arrives_a_second_time_changes_nothing()
    {
        var (store, other) = (await OpenThroughProxyAsync(), await OpenDirectAsync());
        var arrives = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = await AddRunningAsync(other);
        _ = Proxy.WhenAsked(Scripts.HashOf("replace"), ProxyLoss.Sender, () => arrives.Task);
        var asked = await MoveAsync(store, running with { Version = 3, CancelRequestedAt = Now });
        var cancelled = await MoveAsync(other, Samples.Cancelled(asked, Now));

        await ShouldArriveAsync(arrives);

        (await other.FindAsync(running.Handle, default)).Should().BeEquivalentTo(cancelled);
    }

    [Test]
    public async Task Of_two_that_send_a_request_id_at_once_the_second_gets_through_when_the_first_is_cut_off_in_between()
    {
        static void Hasten(RedisStoreOptions options) => options.Reservation = TimeSpan.FromSeconds(1);
        var first = await OpenThroughProxyAsync(options =>
        {
            Patient(options);
            Hasten(options);
        });
        var second = await OpenDirectAsync(Hasten);
        var cutOff = Proxy.WhenAsked(Scripts.HashOf("add"), ProxyLoss.Request, () =>
        {
            Proxy.IsRefusing = true;
            return Task.CompletedTask;
        });
        var (a, b) = (New(requestId: "r"), New(requestId: "r"));
        var adding = first.AddAsync(a, 10, default).AsTask();
        await cutOff.WaitAsync(Limit);
        var start = TimeProvider.System.GetTimestamp();

        (await second.AddAsync(b, 10, default)).Written.Should().BeTrue();

        TimeProvider.System.GetElapsedTime(start).Should().BeLessThan(TimeSpan.FromSeconds(1.5) + Slack, "a reservation is nobody's after that");
        Proxy.IsRefusing = false;
        var write = await adding.WaitAsync(Limit);
        write.Written.Should().BeFalse("its place was given to the other");
        write.Current!.Handle.Should().Be(b.Handle);
        (await ListAsync(second)).Should().ContainSingle().Which.Handle.Should().Be(b.Handle);
        await UntilAsync(
            async () => await Database.SortedSetLengthAsync((await KeysAsync()).Single(key => key.EndsWith(":index", StringComparison.Ordinal))) == 1,
            "the first one's place to be free");
    }

    [Test]
    public async Task Of_many_that_send_request_ids_at_once_while_connections_are_cut_one_each_gets_through()
    {
        var stores = new[] { await OpenThroughProxyAsync(Patient), await OpenThroughProxyAsync(Patient) };
        using var ended = new CancellationTokenSource();
        var cutting = CutAgainAndAgainAsync(ended.Token);

        for (var round = 0; round < 30; round++)
        {
            var requestId = string.Create(CultureInfo.InvariantCulture, $"r{round}");
            var writes = await Race.RunAsync(6, async number => await stores[number % 2].AddAsync(New(requestId: requestId), 1000, default));
            var winner = writes.Should().ContainSingle(write => write.Written).Which.Current!.Handle;
            writes.Should().OnlyContain(write => write.Current!.Handle == winner);
        }

        await ended.CancelAsync();
        await cutting;
        (await ListAsync(stores[0])).Should().HaveCount(30);
    }

    private static void Patient(RedisStoreOptions options) => options.CallTimeout = TimeSpan.FromSeconds(20);

    private async Task CutAgainAndAgainAsync(CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(30), TimeProvider.System, CancellationToken.None);
            Proxy.Cut();
        }
    }

    /// <summary>Lets what is held back arrive, and waits until Redis has run it.</summary>
    private async Task ShouldArriveAsync(TaskCompletionSource arrives)
    {
        var before = await ScriptsRunAsync();
        arrives.SetResult();
        await UntilAsync(async () => await ScriptsRunAsync() > before, "the late request");
    }

    private async Task<long> ScriptsRunAsync()
    {
        var statistics = (await Connection.GetServers()[0].InfoAsync("commandstats")).SelectMany(section => section);
        var calls = statistics.Single(entry => entry.Key == "cmdstat_evalsha").Value.Split(',')[0]["calls=".Length..];
        return long.Parse(calls, CultureInfo.InvariantCulture);
    }
}
