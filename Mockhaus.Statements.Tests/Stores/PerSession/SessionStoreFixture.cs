using Microsoft.Extensions.Time.Testing;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Stores.PerSession;

namespace Mockhaus.Statements.Tests.Stores.PerSession;

/// <summary>A store by session over a folder of its own, for each test.</summary>
public abstract class SessionStoreFixture
{
    protected const int NoLimit = int.MaxValue;

    protected FakeTimeProvider Clock { get; private set; } = null!;

    protected string Folder { get; private set; } = null!;

    protected PerSessionStatementStore Store { get; private set; } = null!;

    protected IReadOnlyList<string> Files =>
    [
        .. Directory.EnumerateFiles(Folder).Select(Path.GetFileName).Where(file => file != SessionFolder.LockName)!,
    ];

    [SetUp]
    public void Create()
    {
        Clock = new(Samples.Start);
        Folder = Directory.CreateTempSubdirectory("mockhaus").FullName;
        Store = NewStore();
    }

    [TearDown]
    public async Task ReturnAsync()
    {
        await Store.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    protected PerSessionStatementStore NewStore(int maxOpenFiles = 3) => new(new() { Folder = Folder, MaxOpenFiles = maxOpenFiles }, null, Clock);

    /// <summary>As the process would, had it ended here and another one begun.</summary>
    protected async Task RestartAsync(int maxOpenFiles = 3)
    {
        await Store.DisposeAsync();
        Store = NewStore(maxOpenFiles);
    }

    protected ValueTask OpenAsync(string session) => Store.OpenAsync(session, default);

    protected async Task<Statement> AddAsync(string session)
    {
        var statement = Samples.Submitted(Clock, session, null);
        (await Store.AddAsync(statement, NoLimit, default)).Written.Should().BeTrue();
        return statement;
    }

    /// <summary>A statement that has succeeded with one batch.</summary>
    protected async Task<Statement> AddSucceededAsync(string session, string rows = "[]")
    {
        var running = Samples.Started(await AddAsync(session), Clock.GetUtcNow());
        (await Store.ReplaceAsync(running, running.Version - 1, default)).Written.Should().BeTrue();
        var batch = Samples.Batch(0, rows);
        (await Store.WriteBatchAsync(running.Handle, batch, default)).Should().BeTrue();
        var succeeded = Samples.Succeeded(running, Clock.GetUtcNow(), batch.Info);
        (await Store.ReplaceAsync(succeeded, running.Version, default)).Written.Should().BeTrue();
        return succeeded;
    }

    protected async Task<Statement?> FindAsync(Statement statement) => await Store.FindAsync(statement.Handle, default);

    protected async Task<string?> ReadAsync(Statement statement) =>
        await Store.ReadBatchAsync(statement.Handle, 0, default) is { } batch ? Samples.Text(batch) : null;

    protected async Task<List<StatementHandle>> ListAsync(string? session = null) =>
        await Store.ListAsync(new() { SessionId = session }, default).Select(statement => statement.Handle).ToListAsync();
}
