using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine.Sessions;

public sealed class FullSessionTests : ManagerFixture
{
    protected override void Configure(MockhausStatementsOptions options) =>
        (options.Limits.MaxStatementsPerSession, options.Limits.MaxConcurrentStatements) = (3, 4);

    [Test]
    public async Task The_1001st_statement_of_a_session_is_taken_and_the_first_one_has_expired()
    {
        Create(_ => { });
        var statements = new List<Statement>();
        for (var i = 0; i < 1_001; i++)
        {
            statements.Add(await FinishedAsync());
        }

        await ShouldHaveExpiredAsync(statements[0]);
        (await ListedAsync()).Select(statement => statement.Handle)
            .Should().Equal(statements.Skip(10).Select(statement => statement.Handle).Reverse(), "a hundredth of them makes room at a time");
        (await RowsAsync(statements[^1])).Should().Equal("1", "2");
    }

    [Test]
    public async Task The_one_that_finished_first_goes_first_however_early_another_was_created()
    {
        Executor.Run = WriteRowsAsync;
        var slow = await SubmitRunningAsync();
        var quick = await EndAsync(await SubmitAsync(ControlledExecutor.Settling));
        Clock.Advance(TimeSpan.FromSeconds(1));
        Executor.Release();
        await EndAsync(slow);
        await FinishedAsync();

        await FinishedAsync();

        await ShouldHaveExpiredAsync(quick);
        (await GetAsync(slow)).Status.Should().Be(StatementStatus.Succeeded);
    }

    [Test]
    public async Task Live_statements_never_make_room()
    {
        var live = new[] { await SubmitAsync(), await SubmitAsync() };
        var failed = await EndAsync(await SubmitAsync(ControlledExecutor.Settling));
        var third = await SubmitAsync();

        await ShouldHaveExpiredAsync(failed);
        await ShouldBeFullAsync();
        (await ListedAsync()).Select(statement => statement.Handle).Should().BeEquivalentTo([.. live.Select(one => one.Handle), third.Handle]);
        Executor.Run = WriteRowsAsync;
        Executor.Release();
        (await EndAsync(third)).Status.Should().Be(StatementStatus.Succeeded);
    }

    [Test]
    public async Task What_made_room_is_forgotten_when_its_tombstone_is()
    {
        var first = await FinishedAsync();
        for (var i = 0; i < 3; i++)
        {
            await FinishedAsync();
        }

        await ShouldHaveExpiredAsync(first);
        Clock.Advance(Options.Retention.TombstoneRetention);

        await FluentActions.Awaiting(() => GetAsync(first)).Should().ThrowAsync<StatementNotFoundException>();
    }

    [Test]
    public async Task Rows_that_made_room_no_longer_count_for_all_results()
    {
        var first = await FinishedAsync();
        for (var i = 0; i < 3; i++)
        {
            await FinishedAsync();
        }

        (await Store.Inner.ReadBatchAsync(first.Handle, 0, default)).Should().BeNull();
        (await StoredAsync(first)).Should().BeEquivalentTo(new { Sql = "", Result = (object?)null, Status = StatementStatus.Succeeded });
    }

    [Test]
    public async Task From_many_threads_all_are_taken_and_no_more_go_than_have_to([Values(5, 400)] int limit)
    {
        Create(options => (options.Limits.MaxStatementsPerSession, options.Limits.MaxConcurrentStatements, options.Limits.MaxQueuedStatements) = (limit, 16, 1_000));
        Executor.Run = WriteRowsAsync;
        Executor.Release();
        for (var i = 0; i < limit; i++)
        {
            await FinishedAsync();
        }

        // Fewer at once than the session keeps, so that there are always finished ones.
        var submitted = await Race.RunAsync(4, async _ =>
        {
            for (var i = 0; i < 50; i++)
            {
                Clock.Advance(TimeSpan.FromMilliseconds(1));
                await EndOrExpireAsync(await SubmitAsync());
            }

            return 50;
        });

        var kept = (await ListedAsync()).Count;
        kept.Should().BeLessThanOrEqualTo(limit);
        var expired = limit + submitted.Sum() - kept;
        expired.Should().BeInRange(submitted.Sum(), submitted.Sum() + Math.Max(1, limit / 100));
    }

    [Test]
    public async Task A_session_at_its_limit_is_listed_once_for_many_submissions()
    {
        Create(options => options.Limits.MaxStatementsPerSession = 300);
        for (var i = 0; i < 300; i++)
        {
            await FinishedAsync();
        }

        Store.Forget();
        for (var i = 0; i < 600; i++)
        {
            await FinishedAsync();
        }

        Store.Calls.Count(call => call.Operation == StoreOperation.List).Should().BeLessThanOrEqualTo(3);
    }

    [Test]
    public async Task Another_servers_statements_make_room_too()
    {
        await using var other = CreateAnother();
        var first = await FinishedAsync();
        for (var i = 0; i < 5; i++)
        {
            await FinishedAsync();
            await other.WaitAsync(
                Session, (await other.SubmitAsync(Session, new() { Sql = "SELECT 1" }, default)).Handle, Forever, WaitTimeoutBehavior.ReturnCurrent, default);
        }

        await ShouldHaveExpiredAsync(first);
        (await ListedAsync()).Should().HaveCount(3);
    }

    [Test]
    public async Task A_store_that_fails_while_room_is_made_is_told_and_nothing_is_stored([Values(StoreOperation.List, StoreOperation.Replace)] StoreOperation operation)
    {
        for (var i = 0; i < 3; i++)
        {
            await FinishedAsync();
        }

        Store.Fault = call => call.Operation == operation ? FaultyStore.Outage(call) : null;
        await FluentActions.Awaiting(() => SubmitAsync()).Should().ThrowAsync<StatementStoreException>();
        Store.Fault = null;

        (await ListedAsync()).Should().HaveCount(3);
        (await FinishedAsync()).Status.Should().Be(StatementStatus.Succeeded);
    }

    [Test]
    public async Task A_known_request_id_gets_its_statement_and_nothing_makes_room()
    {
        var first = await FinishedAsync(requestId: "r");
        await FinishedAsync();
        await FinishedAsync();

        (await SubmitAsync(requestId: "r")).Handle.Should().Be(first.Handle);
        (await ListedAsync()).Should().HaveCount(3);
    }

    /// <summary>One that ends at a time of its own: of those that end at one time, any may go first.</summary>
    private async Task<Statement> FinishedAsync(string? requestId = null)
    {
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        return await SubmitFinishedAsync(requestId: requestId);
    }

    /// <summary>Waits for its end. Where few are kept, a thread that does not run for a moment may find that the others needed the room.</summary>
    private async Task EndOrExpireAsync(Statement statement)
    {
        try
        {
            await EndAsync(statement);
        }
        catch (StatementExpiredException)
        {
            (await Store.Inner.FindAsync(statement.Handle, default))!.Status.Should().Be(StatementStatus.Succeeded);
        }
    }

    private async Task ShouldHaveExpiredAsync(Statement statement) =>
        await FluentActions.Awaiting(() => GetAsync(statement)).Should().ThrowAsync<StatementExpiredException>();

    private async Task ShouldBeFullAsync() =>
        (await FluentActions.Awaiting(() => SubmitAsync()).Should().ThrowAsync<StatementLimitException>()).Which.LimitName
            .Should().Be("MaxStatementsPerSession");
}
