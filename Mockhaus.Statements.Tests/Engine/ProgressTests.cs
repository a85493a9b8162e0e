using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine;

public sealed class ProgressTests : ManagerFixture
{
    private static readonly StatementProgress Half = new(0, 0.5, "half");

    [Test]
    public async Task Before_anything_is_told_or_written_there_is_none() =>
        (await GetAsync(await SubmitRunningAsync())).Progress.Should().BeNull();

    [Test]
    public async Task Every_reader_sees_what_the_executor_has_told()
    {
        var statement = await SubmitReportingAsync();

        (await GetAsync(statement)).Progress.Should().Be(Half);
        (await ListedAsync()).Should().ContainSingle().Which.Progress.Should().Be(Half);
        (await Manager.WaitAsync(Session, statement.Handle, TimeSpan.Zero, WaitTimeoutBehavior.ReturnCurrent, default)).Progress.Should().Be(Half);
    }

    [Test]
    public async Task A_waiter_sees_it_at_the_limit()
    {
        var statement = await SubmitReportingAsync();
        var limit = TimeSpan.FromSeconds(5);
        var waiting = Manager.WaitAsync(Session, statement.Handle, limit, WaitTimeoutBehavior.ReturnCurrent, default).AsTask();
        await Clock.TimerAsync(limit);

        Clock.Advance(limit);

        (await waiting.WaitAsync(Safety)).Progress.Should().Be(Half);
    }

    [Test]
    public async Task Rows_are_counted_without_being_told()
    {
        var (written, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        Executor.Run = async (execution, token) =>
        {
            await WriteRowsAsync(execution, token);
            written.SetResult();
            await gate.Task.WaitAsync(token);
        };
        Executor.Release();
        var statement = await SubmitAsync();
        await written.Task.WaitAsync(Safety);

        (await GetAsync(statement)).Progress.Should().Be(new StatementProgress(2, null, null));
        gate.SetResult();
        (await EndAsync(statement)).Progress.Should().BeNull();
    }

    [Test]
    public async Task The_newest_word_counts_and_may_take_the_fraction_back()
    {
        var statement = await SubmitAsync();
        var execution = await Executor.BegunAsync();
        execution.ReportProgress(0);
        execution.ReportProgress(1, "almost");
        execution.ReportProgress(null);

        (await GetAsync(statement)).Progress.Should().Be(new StatementProgress(0, null, null));
    }

    [Test]
    public async Task A_fraction_that_is_none_is_refused([Values(-0.01, 1.01, double.NaN, double.PositiveInfinity)] double fraction)
    {
        await SubmitAsync();
        var execution = await Executor.BegunAsync();

        execution.Invoking(it => it.ReportProgress(fraction)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Test]
    public async Task It_is_gone_once_the_statement_has_ended_and_late_words_change_nothing()
    {
        var statement = await SubmitAsync();
        var execution = await Executor.BegunAsync();
        execution.ReportProgress(0.5, "half");
        Executor.Release();
        (await EndAsync(statement)).Progress.Should().BeNull();

        execution.ReportProgress(0.9);

        (await GetAsync(statement)).Progress.Should().BeNull();
        (await ListedAsync()).Should().ContainSingle().Which.Progress.Should().BeNull();
    }

    [Test]
    public async Task A_cancelled_statement_has_none_in_the_answer_and_in_the_store()
    {
        var statement = await SubmitReportingAsync();

        (await Manager.CancelAsync(Session, statement.Handle, default)).Statement!.Progress.Should().BeNull();

        (await StoredAsync(statement))!.Progress.Should().BeNull();
    }

    [Test]
    public async Task It_is_never_stored()
    {
        var statement = await SubmitReportingAsync();
        await GetAsync(statement);
        await CreateAnother().CancelAsync(Session, statement.Handle, default);
        Executor.Release();
        await EndAsync(statement);

        Store.Calls.Should().OnlyContain(call => call.Statement == null || call.Statement.Progress == null);
    }

    [Test]
    public async Task Another_manager_knows_nothing_of_it()
    {
        var statement = await SubmitReportingAsync();

        (await CreateAnother().GetAsync(Session, statement.Handle, default)).Progress.Should().BeNull();
    }

    private async Task<Statement> SubmitReportingAsync()
    {
        var statement = await SubmitAsync();
        (await Executor.BegunAsync()).ReportProgress(0.5, "half");
        return statement;
    }
}
