using Microsoft.Extensions.Logging;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine.Servers;

/// <summary>Two servers that share a store, with a clock moved by hand and executors that wait at their gates.</summary>
/// <param name="hasNear">Whether each of them has memory before it.</param>
public abstract class ServersFixture(bool hasNear = false)
{
    protected const string Session = "session-1";

    private readonly List<FarmServer> _servers = [];
    private readonly List<HybridStatementStore> _near = [];

    protected static TimeSpan Safety { get; } = TimeSpan.FromSeconds(30);

    protected SignallingClock Clock { get; private set; } = null!;

    protected MockhausStatementsOptions Options { get; private set; } = null!;

    protected SharedFarm Farm { get; private set; } = null!;

    protected FarmServer First { get; private set; } = null!;

    protected FarmServer Second { get; private set; } = null!;

    protected virtual ILogger<StatementManager>? Logger => null;

    [SetUp]
    public void CreateServers() => Create(Configure);

    [TearDown]
    public async Task DisposeServersAsync()
    {
        foreach (var server in _servers)
        {
            (server.Store.Link.Fault, server.Store.Link.LostReply) = (null, null);
            server.Executor.Release();
            await server.Manager.DisposeAsync();
        }

        _servers.Clear();
        _near.ForEach(near => near.Dispose());
        _near.Clear();
        Farm.Dispose();
    }

    protected virtual void Configure(MockhausStatementsOptions options)
    {
    }

    /// <summary>Begins anew with other options.</summary>
    protected void Create(Action<MockhausStatementsOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Clock = new(Samples.Start);
        Options = new();
        configure(Options);
        Farm = new(new MemoryStatementStore(Options, Clock), Clock);
        (First, Second) = (CreateAnother(), CreateAnother());
    }

    /// <summary>One more server.</summary>
    protected FarmServer CreateAnother()
    {
        var (store, executor) = (new SharedStore(Farm), new ControlledExecutor());
        IStatementStore before = store;
        if (hasNear)
        {
            var near = new HybridStatementStore(store, null, Clock);
            _near.Add(near);
            before = near;
        }

        var server = new FarmServer(store, executor, new(before, ManagersExecutor(executor), Options, Clock, Logger));
        store.Link.Forget();
        _servers.Add(server);
        return server;
    }

    /// <summary>What a server's manager runs statements with.</summary>
    protected virtual Statements.Execution.IStatementExecutor ManagersExecutor(ControlledExecutor executor) => executor;

    protected async Task<Statement?> StoredAsync(Statement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return await Farm.Inner.FindAsync(statement.Handle, default);
    }

    /// <summary>Waits until something is so, which nothing tells of.</summary>
    protected static async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        ArgumentNullException.ThrowIfNull(isSo);
        for (var begun = TimeProvider.System.GetTimestamp(); !await isSo(); await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System))
        {
            if (TimeProvider.System.GetElapsedTime(begun) > Safety)
            {
                throw new AssertionException($"It did not come to this: {what}.");
            }
        }
    }
}
