using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine.Sessions;

public sealed class SessionLimitTests : ManagerFixture
{
    protected override void Configure(MockhausStatementsOptions options) =>
        (options.Limits.SessionLimit, options.Limits.MaxStatementsPerSession, options.Limits.MaxConcurrentStatements, options.Limits.MaxQueuedStatements) =
            (SessionLimit.Refuse, 2, 1, 1);

    [Test]
    public async Task Live_and_finished_statements_count_and_the_next_one_is_refused_and_told_the_limit()
    {
        await SubmitFinishedAsync();
        await SubmitAsync();

        await ShouldBeFullAsync();
    }

    [Test]
    public async Task A_refused_statement_leaves_nothing_behind_and_gives_its_place_in_the_queue_back()
    {
        await SubmitRunningAsync();
        await SubmitFinishedAsync();
        for (var i = 0; i < 10; i++)
        {
            await ShouldBeFullAsync("r");
        }

        (await ListedAsync()).Should().HaveCount(2);
        (await Store.Inner.FindByRequestIdAsync(Session, "r", default)).Should().BeNull();
        (await SubmitFinishedAsync(OtherSession)).Status.Should().Be(StatementStatus.Succeeded, "the queue has places");
    }

    [Test]
    public async Task Expired_and_released_ones_do_not_count()
    {
        await SubmitFinishedAsync();
        Clock.Advance(Options.Retention.DefaultTimeToLive);
        var released = await SubmitFinishedAsync();
        await Manager.ReleaseAsync(Session, released.Handle, default);

        await SubmitFinishedAsync();
        await SubmitFinishedAsync();
        await ShouldBeFullAsync();
    }

    [Test]
    public async Task One_that_was_read_and_so_has_not_expired_counts()
    {
        var statement = await SubmitFinishedAsync();
        Clock.Advance(Options.Retention.DefaultTimeToLive / 2);
        await GetAsync(statement);
        await SubmitFinishedAsync();
        Clock.Advance(Options.Retention.DefaultTimeToLive / 2);

        await ShouldBeFullAsync();
    }

    [Test]
    public async Task Other_sessions_do_not_count()
    {
        await SubmitFinishedAsync(OtherSession);
        await SubmitFinishedAsync(OtherSession);

        await SubmitFinishedAsync();
        await SubmitFinishedAsync();
    }

    [Test]
    public async Task A_known_request_id_gets_its_statement_also_when_the_session_is_full()
    {
        var first = await SubmitFinishedAsync(requestId: "r");
        await SubmitFinishedAsync();

        (await SubmitAsync(requestId: "r")).Handle.Should().Be(first.Handle);
    }

    [Test]
    public async Task The_end_of_the_session_makes_room()
    {
        await SubmitFinishedAsync();
        await SubmitFinishedAsync();
        await Manager.EndSessionAsync(Session, default);

        (await SubmitFinishedAsync()).Status.Should().Be(StatementStatus.Succeeded);
    }

    [Test]
    public async Task From_many_threads_there_are_never_more_than_the_limit()
    {
        Create(options => (options.Limits.SessionLimit, options.Limits.MaxStatementsPerSession) = (SessionLimit.Refuse, 5));
        Executor.Release();

        var accepted = await Race.RunAsync(50, async _ =>
        {
            try
            {
                await SubmitAsync();
                return 1;
            }
            catch (StatementLimitException)
            {
                return 0;
            }
        });

        accepted.Sum().Should().Be(5);
        (await ListedAsync()).Should().HaveCount(5);
    }

    private async Task ShouldBeFullAsync(string? requestId = null)
    {
        var submit = async () => await SubmitAsync(requestId: requestId);
        var limit = (await submit.Should().ThrowAsync<StatementLimitException>()).Which;
        (limit.LimitName, limit.Limit, limit.Actual).Should().Be(("MaxStatementsPerSession", 2L, 3L));
    }
}
