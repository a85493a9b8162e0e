using Microsoft.Extensions.Time.Testing;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Conformance;

/// <summary>What the fixtures of the conformance suite share: a fresh store for each test, and statements in each state.</summary>
/// <remarks>Only the public contract is used, so that the suite also runs on stores from elsewhere.</remarks>
public abstract class StoreConformance<TFactory>
    where TFactory : StoreFactory, new()
{
    protected const string Session = "session-1";
    protected const string OtherSession = "session-2";
    protected const int NoLimit = int.MaxValue;

    protected TFactory Factory { get; } = new();

    protected static CancellationToken Cancelled => new(canceled: true);

    protected FakeTimeProvider Clock { get; private set; } = null!;

    protected IStatementStore Store { get; private set; } = null!;

    protected DateTimeOffset Now => Clock.GetUtcNow();

    [SetUp]
    public async Task CreateStoreAsync()
    {
        Clock = new(Samples.Start);
        Store = await Factory.CreateAsync(new MockhausStatementsOptions(), Clock);
    }

    [TearDown]
    public async Task ReturnStoreAsync() => await Factory.ReturnAsync(Store);

    protected Statement New(string sessionId = Session, string? requestId = null) => Samples.Submitted(Clock, sessionId, requestId);

    protected async Task<Statement> AddAsync(Statement statement)
    {
        var write = await Store.AddAsync(statement, NoLimit, default);
        write.Written.Should().BeTrue("the test begins with a statement in the store");
        return statement;
    }

    protected Task<Statement> AddNewAsync(string sessionId = Session, string? requestId = null) => AddAsync(New(sessionId, requestId));

    protected async Task<Statement> AddRunningAsync(string sessionId = Session, string? requestId = null) =>
        await MoveAsync(Samples.Started(await AddNewAsync(sessionId, requestId), Now));

    /// <summary>A statement that has succeeded, with one stored batch of two rows.</summary>
    protected async Task<Statement> AddSucceededAsync(string sessionId = Session, string? requestId = null)
    {
        var running = await AddRunningAsync(sessionId, requestId);
        var batch = Samples.Batch(0, """{"data":[["1"],["2"]]}""");
        (await Store.WriteBatchAsync(running.Handle, batch, default)).Should().BeTrue();
        return await MoveAsync(Samples.Succeeded(running, Now, batch.Info));
    }

    protected async Task<Statement> MoveAsync(Statement next)
    {
        var write = await Store.ReplaceAsync(next, next.Version - 1, default);
        write.Written.Should().BeTrue("nobody else moves the statement");
        return next;
    }

    protected async Task<Statement?> FindAsync(Statement statement) => await Store.FindAsync(statement.Handle, default);

    protected async Task<string?> ReadAsync(Statement statement, int number = 0) =>
        await Store.ReadBatchAsync(statement.Handle, number, default) is { } batch ? Samples.Text(batch) : null;

    protected async Task<List<Statement>> ListAsync(StatementFilter? filter = null)
    {
        var list = new List<Statement>();
        await foreach (var statement in Store.ListAsync(filter ?? new(), default))
        {
            list.Add(statement);
        }

        return list;
    }
}
