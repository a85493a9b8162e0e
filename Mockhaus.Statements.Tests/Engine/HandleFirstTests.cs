using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine;

public sealed class HandleFirstTests : ManagerFixture
{
    protected override void Configure(MockhausStatementsOptions options) => options.Limits.MaxConcurrentStatements = 1;

    [Test]
    public async Task Submit_returns_while_the_executor_is_blocked()
    {
        await SubmitRunningAsync();

        var second = await SubmitAsync("SELECT 2");

        second.Status.Should().Be(StatementStatus.Submitted);
        (await StoredAsync(second)).Should().Be(second);
    }

    [Test]
    public async Task A_statement_is_stored_as_submitted_and_as_running_before_its_executor_begins()
    {
        var statement = await SubmitRunningAsync();

        Store.Calls.Select(call => (call.Operation, call.Status)).Should().Equal(
            (StoreOperation.Add, StatementStatus.Submitted), (StoreOperation.Replace, StatementStatus.Running));
        (await StoredAsync(statement))!.Status.Should().Be(StatementStatus.Running);
    }

    [Test]
    public async Task The_stored_statement_has_what_was_asked_for()
    {
        await SubmitRunningAsync();
        var request = new StatementRequest
        {
            Sql = "SELECT ?",
            Bindings = new Dictionary<string, StatementBinding> { ["1"] = new("TEXT", "a") },
            Context = new() { Database = "DB", Role = "R" },
            RequestId = "r",
            QueryTag = "tag",
            Handle = StatementHandle.New(Clock),
            TimeToLive = TimeSpan.FromMinutes(7),
            Timeout = TimeSpan.FromSeconds(8),
        };

        var statement = await Manager.SubmitAsync(Session, request, default);

        statement.Should().BeEquivalentTo(request);
        statement.SessionId.Should().Be(Session);
        statement.CreatedAt.Should().Be(Clock.GetUtcNow());
        statement.Version.Should().Be(1);
    }

    [Test]
    public async Task Nothing_runs_when_the_store_does_not_take_the_statement()
    {
        Store.Fault = call => call.Operation == StoreOperation.Add ? FaultyStore.Outage(call) : null;
        var submit = async () => await SubmitAsync();
        await submit.Should().ThrowAsync<StatementStoreException>();

        Store.Fault = null;
        var next = await SubmitAsync("SELECT 2");

        (await Executor.BegunAsync()).Statement.Handle.Should().Be(next.Handle, "it is the first that runs");
    }

    [Test]
    public async Task A_cancelled_token_stores_nothing()
    {
        var submit = async () => await Manager.SubmitAsync(Session, new() { Sql = "SELECT 1" }, new(canceled: true));

        await submit.Should().ThrowAsync<OperationCanceledException>();
        Store.Calls.Should().BeEmpty();
    }

    [Test]
    public async Task A_taken_handle_is_a_conflict_and_runs_nothing()
    {
        var first = await SubmitRunningAsync();

        var submit = async () => await Manager.SubmitAsync(OtherSession, new() { Sql = "SELECT 2", Handle = first.Handle }, default);

        await submit.Should().ThrowAsync<StatementConflictException>().WithMessage($"*{first.Handle}*");
        (await GetAsync(first)).Sql.Should().Be("SELECT 1");
    }
}
