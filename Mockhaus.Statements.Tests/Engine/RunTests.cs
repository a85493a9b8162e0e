using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine;

/// <summary>Submit, wait, and throw what went wrong: one call.</summary>
public sealed class RunTests : ManagerFixture
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly StatementRequest Request = new() { Sql = "SELECT 1" };

    private StatementSession Mine => Manager.OpenSession(Session);

    [Test]
    public async Task A_success_is_returned_with_its_rows()
    {
        Executor.Run = WriteRowsAsync;
        Executor.Release();

        var statement = await Mine.RunAsync(Request, Limit);

        statement.Status.Should().Be(StatementStatus.Succeeded);
        (await RowsAsync(statement)).Should().Equal("1", "2");
    }

    [Test]
    public async Task A_failure_is_thrown_with_the_executors_error()
    {
        Executor.Run = (_, _) => throw new StatementFailedException("002003", "42S02", "Object 'T' does not exist.");
        Executor.Release();

        var thrown = (await Mine.Invoking(mine => mine.RunAsync(Request, Limit).AsTask()).Should().ThrowAsync<StatementFailedException>()).Which;

        thrown.Error.Should().Be(new StatementError("002003", "42S02", "Object 'T' does not exist."));
        thrown.Message.Should().Be("Object 'T' does not exist.");
        thrown.Statement!.Status.Should().Be(StatementStatus.Failed);
        (await GetAsync(thrown.Statement)).Error.Should().Be(thrown.Error);
    }

    [Test]
    public async Task At_the_time_limit_the_statement_is_cancelled_and_a_timeout_thrown()
    {
        var running = Mine.RunAsync(Request, Limit).AsTask();
        var handle = (await Executor.BegunAsync()).Statement.Handle;
        await Clock.TimerAsync(Limit);

        Clock.Advance(Limit);

        (await running.Invoking(run => run.WaitAsync(Safety)).Should().ThrowAsync<TimeoutException>()).WithMessage($"Statement {handle} has not ended within 00:00:05*");
        await Executor.Stopped;
        (await Manager.GetAsync(Session, handle, default)).Status.Should().Be(StatementStatus.Cancelled);
    }

    [Test]
    public async Task The_statements_own_timeout_is_a_failure()
    {
        var running = Mine.RunAsync(Request with { Timeout = TimeSpan.FromSeconds(1) }, Limit).AsTask();
        await Executor.BegunAsync();
        await Clock.TimerAsync(Limit);

        Clock.Advance(TimeSpan.FromSeconds(1));

        (await running.Invoking(run => run.WaitAsync(Safety)).Should().ThrowAsync<StatementFailedException>())
            .Which.Error.Code.Should().Be(StatementErrorCodes.Timeout);
    }

    [Test]
    public async Task A_token_that_fires_cancels_the_statement()
    {
        using var stop = new CancellationTokenSource();
        var running = Mine.RunAsync(Request, Forever, stop.Token).AsTask();
        var handle = (await Executor.BegunAsync()).Statement.Handle;

        await stop.CancelAsync();

        (await running.Invoking(run => run.WaitAsync(Safety)).Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(stop.Token);
        await Executor.Stopped;
        (await Manager.GetAsync(Session, handle, default)).Status.Should().Be(StatementStatus.Cancelled);
    }

    [Test]
    public async Task A_token_that_has_fired_stores_nothing()
    {
        var run = async () => await Mine.RunAsync(Request, Limit, new CancellationToken(canceled: true));

        await run.Should().ThrowAsync<OperationCanceledException>();

        (await ListedAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task A_cancel_by_another_call_is_thrown_with_its_code()
    {
        var running = Mine.RunAsync(Request, Forever).AsTask();
        var handle = (await Executor.BegunAsync()).Statement.Handle;

        await Manager.CancelAsync(Session, handle, default);

        var thrown = (await running.Invoking(run => run.WaitAsync(Safety)).Should().ThrowAsync<StatementFailedException>()).Which;
        (thrown.Error.Code, thrown.Statement!.Status).Should().Be((StatementErrorCodes.Cancelled, StatementStatus.Cancelled));
    }

    [TestCase(0)]
    [TestCase(-5)]
    public async Task A_time_limit_of_nothing_is_refused_before_anything_is_stored(int seconds)
    {
        var run = async () => await Mine.RunAsync(Request, TimeSpan.FromSeconds(seconds));

        await run.Should().ThrowAsync<ArgumentOutOfRangeException>().WithParameterName("timeout");

        (await ListedAsync()).Should().BeEmpty();
    }

    [Test]
    public void A_failure_has_to_have_all_its_parts()
    {
        var make = (string? code, string? state, string? message) => () => new StatementFailedException(code!, state!, message!);

        make(null, "1", "2").Should().Throw<ArgumentNullException>();
        make("1", null, "2").Should().Throw<ArgumentNullException>();
        make("1", "2", null).Should().Throw<ArgumentNullException>();
    }
}
