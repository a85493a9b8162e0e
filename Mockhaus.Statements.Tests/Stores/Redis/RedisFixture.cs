using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Redis;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;
using StackExchange.Redis;

namespace Mockhaus.Statements.Tests.Stores.Redis;

/// <summary>Stores on a real server, and a connection beside them that sees what they do.</summary>
public abstract class RedisFixture
{
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static int _count;

    private readonly List<IAsyncDisposable> _opened = [];

    protected RedisServer Server { get; private set; } = null!;

    protected ConnectionMultiplexer Connection { get; private set; } = null!;

    protected IDatabase Database => Connection.GetDatabase();

    protected FakeTimeProvider Clock { get; private set; } = null!;

    /// <summary>What all keys of this test begin with.</summary>
    protected string Prefix { get; private set; } = "";

    protected DateTimeOffset Now => Clock.GetUtcNow();

    [SetUp]
    public async Task OpenConnectionAsync()
    {
        Prefix = string.Create(CultureInfo.InvariantCulture, $"fixture-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}:");
        Clock = new(Samples.Start);
        Server = await ServerAsync();
        Connection = await Server.ConnectAsync();
    }

    [TearDown]
    public async Task CloseAsync()
    {
        _opened.Reverse();
        foreach (var opened in _opened)
        {
            await opened.DisposeAsync();
        }

        _opened.Clear();
        await Connection.DisposeAsync();
        await ReturnAsync(Server);
    }

    /// <summary>The server of the tests, unless they do it harm: then one of their own.</summary>
    protected virtual Task<RedisServer> ServerAsync() => SharedRedis.ServerAsync();

    protected virtual Task ReturnAsync(RedisServer server) => Task.CompletedTask;

    /// <summary>Lets something be disposed of at the end, in reverse order.</summary>
    protected T Keep<T>(T opened)
        where T : IAsyncDisposable
    {
        _opened.Add(opened);
        return opened;
    }

    protected async Task<RedisStatementStore> OpenAsync(
        Action<RedisStoreOptions>? configure = null, MockhausStatementsOptions? statementOptions = null, TimeProvider? clock = null)
    {
        var options = new RedisStoreOptions { Configuration = Server.Configuration, KeyPrefix = Prefix };
        configure?.Invoke(options);
        return Keep(await RedisStatementStore.ConnectAsync(options, statementOptions, clock ?? Clock));
    }

    protected Statement New(string sessionId = "session", string? requestId = null) => Samples.Submitted(Clock, sessionId, requestId);

    protected async Task<Statement> AddAsync(IStatementStore store, string sessionId = "session", string? requestId = null)
    {
        var statement = New(sessionId, requestId);
        (await store.AddAsync(statement, int.MaxValue, default)).Written.Should().BeTrue();
        return statement;
    }

    protected async Task<Statement> AddRunningAsync(IStatementStore store, string sessionId = "session", string? requestId = null) =>
        await MoveAsync(store, Samples.Started(await AddAsync(store, sessionId, requestId), Now));

    protected async Task<Statement> AddSucceededAsync(IStatementStore store, string sessionId = "session", string? requestId = null)
    {
        var running = await AddRunningAsync(store, sessionId, requestId);
        var batch = Samples.Batch(0, """{"data":[["1"],["2"]]}""");
        (await store.WriteBatchAsync(running.Handle, batch, default)).Should().BeTrue();
        return await MoveAsync(store, Samples.Succeeded(running, Now, batch.Info));
    }

    protected static async Task<Statement> MoveAsync(IStatementStore store, Statement next)
    {
        (await store.ReplaceAsync(next, next.Version - 1, default)).Written.Should().BeTrue();
        return next;
    }

    protected static async Task<List<Statement>> ListAsync(IStatementStore store, StatementFilter? filter = null)
    {
        var list = new List<Statement>();
        await foreach (var statement in store.ListAsync(filter ?? new(), default))
        {
            list.Add(statement);
        }

        return list;
    }

    /// <summary>The names of all keys of this test.</summary>
    protected async Task<List<string>> KeysAsync()
    {
        var keys = new List<string>();
        await foreach (var key in Connection.GetServers()[0].KeysAsync(pattern: $"{Prefix}*", pageSize: 1000))
        {
            keys.Add(key.ToString());
        }

        return keys;
    }

    protected RedisKey KeyOf(Statement statement) => $"{Prefix}{{{statement.Handle}}}";

    /// <summary>Waits until something is so, and fails when that takes too long.</summary>
    protected static async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        for (var start = TimeProvider.System.GetTimestamp(); !await isSo();)
        {
            if (TimeProvider.System.GetElapsedTime(start) > WaitLimit)
            {
                Assert.Fail($"Waited in vain for: {what}");
            }

            await Task.Delay(Look, TimeProvider.System);
        }
    }
}
