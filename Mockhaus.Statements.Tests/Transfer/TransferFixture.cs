using Microsoft.Extensions.Time.Testing;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;
using Mockhaus.Statements.Transfer;

namespace Mockhaus.Statements.Tests.Transfer;

/// <summary>Two stores in memory, each behind one that notes its calls and fails when it is told to.</summary>
public abstract class TransferFixture
{
    protected FakeTimeProvider Clock { get; private set; } = null!;

    protected FaultyStore From { get; private set; } = null!;

    protected FaultyStore To { get; private set; } = null!;

    internal StoredKinds Source => new(From.Inner, Clock);

    internal StoredKinds Target => new(To.Inner, Clock);

    protected StatementTransfer Transfer => new(From, To, Clock);

    [SetUp]
    public void CreateStores()
    {
        Clock = new(Samples.Start);
        From = new(new MemoryStatementStore(null, Clock));
        To = new(new MemoryStatementStore(null, Clock));
    }

    [TearDown]
    public void DisposeStores()
    {
        (From.Inner as IDisposable)?.Dispose();
        (To.Inner as IDisposable)?.Dispose();
    }

    /// <summary>A copy that is stopped when the target has been asked for something for the first time, and leaves half a statement there.</summary>
    protected async Task<Statement> LeaveHalfAsync(Statement statement, StoreOperation at = StoreOperation.ReadBatch)
    {
        ArgumentNullException.ThrowIfNull(statement);
        To.Fault = call => call.Operation == at ? FaultyStore.Outage(call) : null;
        await FluentActions.Awaiting(async () => await Transfer.CopyAsync()).Should().ThrowAsync<StatementStoreException>();
        To.Fault = null;
        var half = await TargetAsync(statement);
        half.Should().NotBeNull();
        half!.Status.Should().Be(StatementStatus.Running, "the test begins with half a statement");
        return half;
    }

    protected async Task<Statement?> SourceAsync(Statement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return await From.Inner.FindAsync(statement.Handle, default);
    }

    protected async Task<Statement?> TargetAsync(Statement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return await To.Inner.FindAsync(statement.Handle, default);
    }
}
