using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Testing;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.DependencyInjection;

public sealed class HandOverTests
{
    private const string Session = "session";
    private static readonly TimeSpan Safety = TimeSpan.FromSeconds(30);

    private TemporaryFolder _folder = null!;
    private NotedLog _log = null!;
    private ScriptedExecutor _script = null!;

    private DuckDbStoreOptions File => new() { Path = _folder.File("next.db") };

    [SetUp]
    public void Create()
    {
        (_folder, _log, _script) = (new(), new(), new());
        _script.When("rows").Returns(["N"], [1], [2]);
        _script.When("held").Holds();
    }

    [TearDown]
    public void Delete() => _folder.Dispose();

    [TestCase(null)]
    [TestCase("blue")]
    public async Task A_host_that_stops_hands_over_what_is_finished_and_what_it_has_ended(string? name)
    {
        Statement done;
        Statement held;
        using (var host = Build(builder => builder.HandOverTo(_ => new DuckDbStatementStore(File)), name: name))
        {
            await host.StartAsync();
            var manager = host.Services.GetRequiredKeyedService<StatementManager>(MockhausStatementsServiceCollectionExtensions.Key(name));
            done = await RunAsync(manager);
            held = await manager.SubmitAsync(Session, new() { Sql = "held" }, default);
            System.IO.File.Exists(File.Path).Should().BeFalse("the store is made when the host stops");

            await host.StopAsync().WaitAsync(Safety);

            _log.Lines.Should().ContainSingle(line => line.StartsWith("16 ")).Which.Should().Contain("2 statements copied, 0 already at the target, 0 live");
        }

        await using var next = new DuckDbStatementStore(File);
        await using var after = new StatementManager(next, _script);
        (await after.GetAsync(Session, done.Handle, default)).Should().BeEquivalentTo(done, statement => statement.Excluding(other => other.ExpiresAt));
        (await after.ReadRowsAsync(Session, done.Handle, 0, null, default).Select(row => row.GetInt64(0)).ToListAsync()).Should().Equal(1, 2);
        (await after.GetAsync(Session, held.Handle, default)).Error!.Code.Should().Be(StatementErrorCodes.Shutdown);
    }

    [Test]
    public async Task A_store_that_fails_is_logged_and_keeps_no_host()
    {
        using var host = Build(builder => builder.HandOverTo(_ => new DuckDbStatementStore(new() { Path = _folder.File("none/next.db") })));
        await host.StartAsync();
        await RunAsync(host.Services.GetRequiredService<StatementManager>());

        await host.StopAsync().WaitAsync(Safety);

        _log.Lines.Should().ContainSingle(line => line.StartsWith("18 ")).Which.Should().Contain("Warning").And.Contain("0 of 0").And.Contain("folder");
    }

    [Test]
    public async Task A_store_that_hangs_is_logged_and_keeps_no_host()
    {
        var hanging = new BlockingStore();
        using var host = Build(builder => builder.HandOverTo(_ => hanging), options => options.HandOverTimeout = TimeSpan.FromMilliseconds(100));
        await host.StartAsync();
        await RunAsync(host.Services.GetRequiredService<StatementManager>());

        await host.StopAsync().WaitAsync(Safety);

        _log.Lines.Should().ContainSingle(line => line.StartsWith("17 ")).Which.Should().Contain("0 of 1");
        hanging.Release();
    }

    [Test]
    public async Task A_host_that_hands_over_to_nobody_says_nothing_of_it()
    {
        using var host = Build(_ => { });
        await host.StartAsync();
        await RunAsync(host.Services.GetRequiredService<StatementManager>());

        await host.StopAsync().WaitAsync(Safety);

        _log.Lines.Should().NotContain(line => line.StartsWith("16 ") || line.StartsWith("17 ") || line.StartsWith("18 "));
    }

    [Test]
    public async Task A_host_that_never_started_hands_nothing_over()
    {
        using (var host = Build(builder => builder.HandOverTo(_ => new DuckDbStatementStore(File))))
        {
            await host.StopAsync().WaitAsync(Safety);
        }

        System.IO.File.Exists(File.Path).Should().BeFalse();
    }

    private static async Task<Statement> RunAsync(StatementManager manager)
    {
        var statement = await manager.SubmitAsync(Session, new() { Sql = "rows" }, default);
        return await manager.WaitAsync(Session, statement.Handle, Safety, WaitTimeoutBehavior.ReturnCurrent, default);
    }

    private IHost Build(Action<MockhausStatementsBuilder> build, Action<MockhausStatementsOptions>? configure = null, string? name = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<ILogger<StatementManager>>(_log);
        build(builder.Services.AddMockhausStatements(name).Configure(configure ?? (_ => { })).UseScript(_script)
            .UseStore(_ => new MemoryStatementStore()));
        return builder.Build();
    }

    private sealed class BlockingStore() : StoreDouble(new MemoryStatementStore())
    {
        private readonly ManualResetEventSlim _released = new();

        public void Release() => _released.Set();

        public override ValueTask<Statement?> FindAsync(StatementHandle handle, CancellationToken cancellationToken)
        {
            // As a driver does that knows no tokens.
            _released.Wait(Safety, CancellationToken.None);
            return base.FindAsync(handle, CancellationToken.None);
        }
    }
}
