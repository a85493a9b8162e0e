using System.Globalization;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Redis;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Stores.Redis;

/// <summary>When everything is over, Redis holds nothing of it.</summary>
public sealed class LeakTests : RedisFixture
{
    private const int Statements = 10_000;
    private const int Tasks = 32;
    private const int Sessions = 300;

    [Test]
    public async Task After_ten_thousand_statements_and_the_end_of_their_tombstones_purging_leaves_no_key()
    {
        var store = await OpenAsync(Hasten);
        await LiveAsync(store, Statements, Clock, TimeSpan.FromHours(1));
        (await KeysAsync()).Should().HaveCountGreaterThan(Statements);
        await ShouldAllHaveATimeToLiveAsync();

        Clock.Advance(TimeSpan.FromHours(2));
        (await store.PurgeExpiredAsync(Now, TimeSpan.FromDays(1), default)).Expired.Should().BeGreaterThan(Statements / 2);
        Clock.Advance(TimeSpan.FromDays(2));
        (await store.PurgeExpiredAsync(Now, TimeSpan.FromDays(1), default)).Removed.Should().BeGreaterThan(Statements / 2);

        // A session counts as entered, and what is gone as known, for a few seconds of Redis.
        await UntilAsync(
            async () =>
            {
                await store.PurgeExpiredAsync(Now, TimeSpan.FromDays(1), default);
                return (await KeysAsync()).Count == 0;
            },
            "no key of ours");
    }

    [Test]
    public async Task After_the_end_of_all_tombstones_redis_itself_leaves_no_key()
    {
        var store = await OpenAsync(Hasten, Short, TimeProvider.System);
        var statements = LiveAsync(store, Statements / 4, TimeProvider.System, TimeSpan.FromSeconds(1));
        while (!statements.IsCompleted)
        {
            await ShouldAllHaveATimeToLiveAsync();
        }

        await statements;

        await UntilAsync(async () => (await KeysAsync()).Count == 0, "no key of ours");
    }

    [Test]
    public async Task Live_statements_and_their_sessions_are_kept_by_the_heartbeat_alone()
    {
        var store = await OpenAsync(Hasten, Short, TimeProvider.System);
        var owner = new StatementOwner("host", Guid.CreateVersion7(TimeProvider.System.GetUtcNow()));
        await using var lease = ((IStatementLeases)store).AcquireLease(owner, () => { });
        var statement = Samples.Submitted(TimeProvider.System, "s", "r") with { Owner = owner };
        (await store.AddAsync(statement, 10, default)).Written.Should().BeTrue();
        var running = await MoveAsync(store, Samples.Started(statement, TimeProvider.System.GetUtcNow()) with { Owner = owner });
        (await store.WriteBatchAsync(running.Handle, Samples.Batch(0, "{}"), default)).Should().BeTrue();
        var start = TimeProvider.System.GetTimestamp();

        await UntilAsync(
            async () =>
            {
                (await store.FindAsync(statement.Handle, default)).Should().NotBeNull();
                return TimeProvider.System.GetElapsedTime(start) > 1.3 * KeptLive;
            },
            "more than the time that a live statement is kept without being renewed");

        (await store.ReadBatchAsync(running.Handle, 0, default)).Should().NotBeNull();
        (await store.FindByRequestIdAsync("s", "r", default)).Should().NotBeNull();
        (await ListAsync(store)).Should().ContainSingle();
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task The_index_of_a_session_that_is_used_for_ever_does_not_grow(bool isPurged)
    {
        var store = await OpenAsync(Hasten);
        var largest = 0L;
        for (var day = 0; day < 60; day++)
        {
            for (var i = 0; i < 5; i++)
            {
                var statement = await AddSucceededAsync(store, requestId: string.Create(CultureInfo.InvariantCulture, $"{day} {i}"));
                if (!isPurged)
                {
                    await Database.KeyDeleteAsync(KeyOf(statement));
                }
            }

            Clock.Advance(TimeSpan.FromDays(1));
            if (isPurged)
            {
                await store.PurgeExpiredAsync(Now, TimeSpan.FromDays(1), default);
            }

            var index = (await KeysAsync()).Single(key => key.EndsWith(":index", StringComparison.Ordinal));
            largest = Math.Max(largest, await Database.SortedSetLengthAsync(index));
        }

        largest.Should().BeInRange(5, 5 * 4, "what is gone is dropped from it");
    }

    private static TimeSpan KeptLive
    {
        get
        {
            var options = new RedisStoreOptions();
            Hasten(options);
            return new KeyLifetimes(options, Short, TimeProvider.System).Live;
        }
    }

    private static MockhausStatementsOptions Short => new()
    {
        Retention = { DefaultTimeToLive = TimeSpan.FromSeconds(1), MaxTimeToLive = TimeSpan.FromSeconds(1), TombstoneRetention = TimeSpan.FromSeconds(0.5) },
    };

    private static void Hasten(RedisStoreOptions options)
    {
        options.Lease = TimeSpan.FromSeconds(1);
        options.CallTimeout = TimeSpan.FromSeconds(5);
        options.Margin = TimeSpan.FromSeconds(0.5);
        options.Reservation = TimeSpan.FromMilliseconds(700);
    }

    /// <summary>Statements of all kinds, with all ends.</summary>
    private static async Task LiveAsync(RedisStatementStore store, int count, TimeProvider clock, TimeSpan timeToLive)
    {
        await Race.RunAsync(Tasks, async task =>
        {
            for (var i = task; i < count; i += Tasks)
            {
                var requestId = i % 3 == 0 ? string.Create(CultureInfo.InvariantCulture, $"request {i}") : null;
                var session = string.Create(CultureInfo.InvariantCulture, $"session {i % Sessions}");
                await LiveOneAsync(store, i, Samples.Submitted(clock, session, requestId) with { TimeToLive = timeToLive }, clock);
            }

            return true;
        });
    }

    private static async Task LiveOneAsync(RedisStatementStore store, int number, Statement statement, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        (await store.AddAsync(statement, int.MaxValue, default)).Written.Should().BeTrue();
        if (number % 10 == 1)
        {
            await MoveAsync(store, Samples.Cancelled(statement, now));
            return;
        }

        var running = await MoveAsync(store, Samples.Started(statement, now));
        if (number % 10 == 2)
        {
            await MoveAsync(store, Samples.Failed(running, now));
            return;
        }

        var batch = Samples.Batch(0, number % 1000 == 3 ? new string('x', 300_000) : """{"data":[["1"],["2"]]}""");
        (await store.WriteBatchAsync(running.Handle, batch, default)).Should().BeTrue();
        var succeeded = await MoveAsync(store, Samples.Succeeded(running, now, batch.Info));
        if (number % 10 == 4)
        {
            await MoveAsync(store, succeeded.ToTombstone() with { ExpiresAt = now });
        }
        else if (number % 10 == 5)
        {
            (await store.RemoveAsync(succeeded.Handle, default)).Should().BeTrue();
        }
        else if (number % 10 == 6)
        {
            await store.RefreshExpiryAsync(succeeded.Handle, succeeded.Version, now + (succeeded.TimeToLive * 1.5), default);
        }
    }

    private async Task ShouldAllHaveATimeToLiveAsync()
    {
        var keys = await KeysAsync();
        var left = await Task.WhenAll(keys.Select(async key => (await Database.ExecuteAsync("PTTL", key), key)));
        left.Where(key => (long)key.Item1 == -1).Select(key => key.key).Should().BeEmpty("every key has a time to live");
    }
}
