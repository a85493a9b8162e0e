using System.Collections.Concurrent;
using Mockhaus.Statements.Stores;
using StackExchange.Redis;

namespace Mockhaus.Statements.Tests.Stores.Redis.Faults;

/// <summary>Leases hold as long as their owner lives, and not longer.</summary>
[NonParallelizable]
public sealed class LeaseTests : FaultFixture
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(1);

    [Test]
    public async Task A_lease_stays_while_all_threads_of_the_pool_are_blocked()
    {
        var store = await OpenDirectAsync(options => options.Lease = Lease);
        var owner = new StatementOwner("a", Guid.CreateVersion7(TimeProvider.System.GetUtcNow()));
        await using var lease = ((IStatementLeases)store).AcquireLease(owner, () => { });
        await UntilAsync(async () => await Database.SortedSetLengthAsync(Owners) == 1, "the lease");
        await using var watch = await Server.ConnectAsync();
        var gate = new object();
        using var blocked = new CountdownEvent(500);

        var until = new ConcurrentBag<double?>();
        var thread = new Thread(() =>
        {
            // More than it can have, whatever it adds in that time. A lock: of other waits the pool is told, and adds threads at once.
            Monitor.Enter(gate);
            for (var i = 0; i < blocked.InitialCount; i++)
            {
                ThreadPool.UnsafeQueueUserWorkItem(
                    _ =>
                    {
                        lock (gate)
                        {
                            blocked.Signal();
                        }
                    },
                    null);
            }

            try
            {
                var start = TimeProvider.System.GetTimestamp();
                var last = 0L;
                while (TimeProvider.System.GetElapsedTime(start) < 3 * Lease)
                {
                    if (TimeProvider.System.GetElapsedTime(last) > Lease / 10)
                    {
                        last = TimeProvider.System.GetTimestamp();
                        until.Add(watch.GetDatabase().SortedSetScore(Owners, NameOf(owner)) - Milliseconds());
                    }
                }
            }
            finally
            {
                Monitor.Exit(gate);
            }
        });
        thread.Start();
        thread.Join();
        blocked.Wait(TimeSpan.FromSeconds(30)).Should().BeTrue();

        until.Should().HaveCountGreaterThan(10).And.OnlyContain(left => left > 0, "it is renewed on a thread of its own, over connections with threads of their own");
    }

    [Test]
    public async Task Whoever_gives_his_lease_back_is_dead_at_once_and_no_heartbeat_brings_him_back()
    {
        var (store, other) = (await OpenDirectAsync(options => options.Lease = Lease), await OpenDirectAsync(options => options.Lease = Lease));
        await using var stays = ((IStatementLeases)store).AcquireLease(new("stays", Guid.CreateVersion7(TimeProvider.System.GetUtcNow())), () => { });
        for (var round = 0; round < 100; round++)
        {
            var owner = new StatementOwner("leaves", Guid.CreateVersion7(TimeProvider.System.GetUtcNow()));
            var lease = ((IStatementLeases)store).AcquireLease(owner, () => { });
            if (round % 2 == 0)
            {
                await UntilAsync(async () => await Database.SortedSetScoreAsync(Owners, NameOf(owner)) is not null, "the lease");
            }

            await lease.DisposeAsync();

            (await Database.SortedSetScoreAsync(Owners, NameOf(owner))).Should().BeNull();
            (await ((IStatementLeases)other).IsAliveAsync(owner, default)).Should().BeFalse();
        }
    }

    [Test]
    public async Task An_owner_who_dies_is_told_of_when_its_lease_has_run_out_and_not_before()
    {
        var other = await OpenDirectAsync(options => options.Lease = Lease);
        var told = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var lease = ((IStatementLeases)other).AcquireLease(new("lives", Guid.CreateVersion7(TimeProvider.System.GetUtcNow())), () => told.TrySetResult(TimeProvider.System.GetTimestamp()));
        await Task.Delay(Lease * 1.5, TimeProvider.System);
        var dies = new StatementOwner("dies", Guid.CreateVersion7(TimeProvider.System.GetUtcNow()));
        var start = TimeProvider.System.GetTimestamp();

        await Database.SortedSetAddAsync(Owners, NameOf(dies), Milliseconds() + Lease.TotalMilliseconds);

        (await ((IStatementLeases)other).IsAliveAsync(dies, default)).Should().BeTrue();
        TimeProvider.System.GetElapsedTime(start, await told.Task.WaitAsync(TimeSpan.FromSeconds(20)))
            .Should().BeGreaterThan(Lease * 0.95).And.BeLessThan(Lease + Slack);
        await UntilAsync(async () => !await ((IStatementLeases)other).IsAliveAsync(dies, default), "its death");
    }

    [Test]
    public async Task A_heartbeat_that_is_not_answered_is_sent_again_before_the_lease_runs_out()
    {
        var store = await OpenThroughProxyAsync(options => options.Lease = TimeSpan.FromSeconds(2));
        var owner = new StatementOwner("a", Guid.CreateVersion7(TimeProvider.System.GetUtcNow()));
        await using var lease = ((IStatementLeases)store).AcquireLease(owner, () => { });
        await UntilAsync(async () => await Database.SortedSetLengthAsync(Owners) == 1, "the lease");

        for (var cut = 0; cut < 20; cut++)
        {
            Proxy.Cut();
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            ((await Database.SortedSetScoreAsync(Owners, NameOf(owner)))!.Value - Milliseconds()).Should().BePositive();
        }
    }

    private RedisKey Owners => $"{Prefix}owners";

    private static string NameOf(StatementOwner owner) => $"{owner.Incarnation:N} {owner.Instance}";

    /// <summary>Redis runs on this machine, so its clock is the system's.</summary>
    private static double Milliseconds() => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMilliseconds;
}
