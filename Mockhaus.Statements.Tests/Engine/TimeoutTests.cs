using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine;

public sealed class TimeoutTests : ManagerFixture
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    protected override void Configure(MockhausStatementsOptions options) => options.Limits.MaxConcurrentStatements = 1;

    [Test]
    public async Task A_statement_that_runs_too_long_fails_with_snowflakes_code_and_is_told_to_stop()
    {
        var statement = await SubmitLimitedAsync();
        await Executor.BegunAsync();

        Clock.Advance(Limit);

        var final = await EndAsync(statement);
        final.Status.Should().Be(StatementStatus.Failed);
        final.Error!.Code.Should().Be("000630");
        final.Error.Message.Should().Contain("10 second(s)");
        await Executor.Stopped;
    }

    [Test]
    public async Task A_statement_within_its_time_runs_on()
    {
        var statement = await SubmitLimitedAsync();
        await Executor.BegunAsync();
        Clock.Advance(Limit - TimeSpan.FromMilliseconds(1));

        Executor.Release();

        (await EndAsync(statement)).Status.Should().Be(StatementStatus.Succeeded);
    }

    [Test]
    public async Task The_time_in_the_queue_does_not_count()
    {
        await SubmitRunningAsync();
        var queued = await SubmitLimitedAsync();

        Clock.Advance(TimeSpan.FromHours(1));
        (await StoredAsync(queued))!.Status.Should().Be(StatementStatus.Submitted);
        Executor.Release();

        (await EndAsync(queued)).Status.Should().Be(StatementStatus.Succeeded);
    }

    [Test]
    public async Task The_default_timeout_counts_where_the_request_has_none()
    {
        Create(options => options.Limits.DefaultTimeout = Limit);
        var statement = await SubmitRunningAsync();

        Clock.Advance(Limit);

        (await EndAsync(statement)).Error!.Code.Should().Be(StatementErrorCodes.Timeout);
    }

    [Test]
    public async Task Without_any_timeout_a_statement_may_run_for_weeks()
    {
        var statement = await SubmitRunningAsync();
        Clock.Advance(TimeSpan.FromDays(40));
        (await GetAsync(statement)).Status.Should().Be(StatementStatus.Running);

        Executor.Release();

        (await EndAsync(statement)).Status.Should().Be(StatementStatus.Succeeded);
    }

    [TestCase(0)]
    [TestCase(-1)]
    public async Task A_timeout_of_nothing_is_refused(int seconds)
    {
        var submit = async () =>
            await Manager.SubmitAsync(Session, new() { Sql = "SELECT 1", Timeout = TimeSpan.FromSeconds(seconds) }, default);

        await submit.Should().ThrowAsync<ArgumentOutOfRangeException>();
        Store.Calls.Should().BeEmpty();
    }

    private async Task<Statement> SubmitLimitedAsync() =>
        await Manager.SubmitAsync(Session, new() { Sql = "SELECT 2", Timeout = Limit }, default);
}
