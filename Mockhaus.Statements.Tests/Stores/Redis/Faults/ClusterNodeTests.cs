using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Redis;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;
using StackExchange.Redis;

namespace Mockhaus.Statements.Tests.Stores.Redis.Faults;

/// <summary>One node of a cluster is gone: what lies there fails, in time and as an outage; the rest goes on.</summary>
public sealed class ClusterNodeTests
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(3);

    [Test]
    public async Task What_lies_on_a_node_that_is_gone_fails_in_time_and_the_rest_goes_on()
    {
        await using var cluster = await RedisCluster.StartAsync("--cluster-require-full-coverage", "no", "--appendfsync", "always");
        await using var store = await RedisStatementStore.ConnectAsync(new() { Configuration = cluster.Configuration, CallTimeout = CallTimeout });
        await using var connection = await ConnectionMultiplexer.ConnectAsync(cluster.Configuration);
        var statements = new List<Statement>();
        for (var number = 0; number < 30; number++)
        {
            var statement = Samples.Submitted(TimeProvider.System, $"session {number}", $"request {number}");
            (await store.AddAsync(statement, 10, default)).Written.Should().BeTrue();
            statements.Add(statement);
        }

        var gone = cluster.Nodes[1];
        bool IsOn(RedisServer node, RedisKey key) => connection.GetDatabase().IdentifyEndpoint(key)!.ToString() == node.Configuration;
        var there = statements.ToLookup(statement => !IsOn(gone, $"mockhaus:statements:{{{statement.Handle}}}"));
        there[true].Should().NotBeEmpty();
        there[false].Should().NotBeEmpty();
        await gone.KillAsync();

        foreach (var statement in there[true])
        {
            (await store.FindAsync(statement.Handle, default))!.Handle.Should().Be(statement.Handle);
            (await store.ReplaceAsync(Samples.Started(statement, statement.CreatedAt), 1, default)).Written.Should().BeTrue();
        }

        await Task.WhenAll(there[false].Select(async statement => await ShouldFailInTimeAsync(() => store.FindAsync(statement.Handle, default).AsTask())));
        await ShouldFailInTimeAsync(async () =>
        {
            await foreach (var _ in store.ListAsync(new(), default))
            {
                // Half a list would be a lie.
            }
        });
        (await CheckAsync(store))!.Message.Should().Contain($"{gone.Configuration} cannot be reached");

        await gone.StartAsync();
        foreach (var statement in statements)
        {
            await UntilFoundAsync(store, statement);
        }
    }

    private static async Task ShouldFailInTimeAsync(Func<Task> run)
    {
        var start = TimeProvider.System.GetTimestamp();
        await run.Should().ThrowAsync<StatementStoreException>();
        TimeProvider.System.GetElapsedTime(start).Should().BeLessThan(CallTimeout + Slack);
    }

    /// <summary>Until the client has noticed which node is gone, the check may ask that one, and have no answer.</summary>
    private static async Task<Exception?> CheckAsync(RedisStatementStore store)
    {
        for (var start = TimeProvider.System.GetTimestamp(); ;)
        {
            try
            {
                return await ((IStatementStoreHealth)store).CheckAsync(CallTimeout, default);
            }
            catch (Exception exception) when (
                exception is TimeoutException or StatementStoreException && TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(60))
            {
                // Then it has noticed now.
            }
        }
    }

    private static async Task UntilFoundAsync(RedisStatementStore store, Statement statement)
    {
        for (var start = TimeProvider.System.GetTimestamp(); ;)
        {
            try
            {
                (await store.FindAsync(statement.Handle, default)).Should().NotBeNull("it was on the disk");
                return;
            }
            catch (StatementStoreException) when (TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(30))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }
    }
}
