using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine.Sessions;

public sealed class EndSessionTests : ManagerFixture
{
    protected override void Configure(MockhausStatementsOptions options) => options.Limits.MaxConcurrentStatements = 1;

    [Test]
    public async Task Live_statements_are_cancelled_and_everything_is_removed_without_tombstones()
    {
        // One at a time, so that the second is queued. Should it start when the first is cancelled, its own cancel takes a second try.
        Create(options => options.Limits.MaxConcurrentStatements = 1);
        var running = await SubmitRunningAsync();
        var queued = await SubmitAsync();

        (await Manager.OpenSession(Session).EndAsync()).Should().Be(2);

        await Executor.Stopped;
        Store.Calls.Where(call => call.Status == StatementStatus.Cancelled).Select(call => call.Handle).Distinct()
            .Should().BeEquivalentTo(new StatementHandle?[] { running.Handle, queued.Handle });
        foreach (var statement in new[] { running, queued })
        {
            (await StoredAsync(statement)).Should().BeNull();
            var get = async () => await GetAsync(statement);
            await get.Should().ThrowAsync<StatementNotFoundException>();
        }
    }

    [Test]
    public async Task Many_are_ended_together_so_that_a_store_on_a_disk_can_commit_them_together()
    {
        using var store = new MemoryStatementStore(Options, Clock);
        var meeting = new MeetingStore(store, 32);
        await using var manager = new StatementManager(meeting, Executor, Options, Clock);
        for (var i = 0; i < 200; i++)
        {
            await manager.SubmitAsync(Session, new() { Sql = "SELECT 1" }, default);
        }

        (await manager.EndSessionAsync(Session, default).AsTask().WaitAsync(Safety)).Should().Be(200);

        meeting.HaveMet.Should().BeTrue("32 cancels are under way at once");
    }

    [Test]
    public async Task Finished_expired_and_released_statements_are_removed_as_well()
    {
        var expired = await SubmitFinishedAsync();
        Clock.Advance(expired.TimeToLive);
        var released = await SubmitFinishedAsync();
        await Manager.ReleaseAsync(Session, released.Handle, default);
        var finished = await SubmitFinishedAsync();

        (await Manager.EndSessionAsync(Session, default)).Should().Be(3);

        foreach (var statement in new[] { expired, released, finished })
        {
            (await StoredAsync(statement)).Should().BeNull();
            (await Store.Inner.ReadBatchAsync(statement.Handle, 0, default)).Should().BeNull();
        }
    }

    [Test]
    public async Task Other_sessions_go_on()
    {
        var other = await SubmitFinishedAsync(OtherSession);
        await SubmitFinishedAsync();

        await Manager.EndSessionAsync(Session, default);

        (await Manager.GetAsync(OtherSession, other.Handle, default)).Should().Be(other);
    }

    [Test]
    public async Task Waiters_are_told_that_there_is_nothing_any_more_or_that_it_was_cancelled()
    {
        var statement = await SubmitRunningAsync();
        var waiting = EndAsync(statement);

        await Manager.EndSessionAsync(Session, default);

        StatementStatus? final;
        try
        {
            final = (await waiting).Status;
        }
        catch (StatementNotFoundException)
        {
            final = null;
        }

        final.Should().Match(status => status == null || status == StatementStatus.Cancelled);
    }

    [Test]
    public async Task An_executor_that_ignores_its_token_cannot_bring_its_statement_back()
    {
        Executor.IgnoresToken = true;
        Executor.Run = WriteRowsAsync;
        var statement = await SubmitRunningAsync();

        await Manager.EndSessionAsync(Session, default);
        Executor.Release();
        await EndAsync(await SubmitAsync(sessionId: OtherSession));

        (await StoredAsync(statement)).Should().BeNull();
    }

    [Test]
    public async Task The_session_can_be_used_again_with_the_same_request_id()
    {
        var first = await SubmitFinishedAsync(requestId: "r");
        await Manager.EndSessionAsync(Session, default);

        (await SubmitAsync("SELECT 2", "r")).Handle.Should().NotBe(first.Handle);
    }

    [Test]
    public async Task An_empty_session_ends_with_nothing() =>
        (await Manager.EndSessionAsync("nobody", default)).Should().Be(0);

    [Test]
    public void A_session_without_a_name_is_refused() =>
        FluentActions.Invoking(() => Manager.OpenSession("")).Should().Throw<ArgumentException>();
}
