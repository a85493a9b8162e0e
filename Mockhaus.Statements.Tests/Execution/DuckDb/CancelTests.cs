using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Execution.DuckDb;

public sealed class CancelTests : DuckDbFixture
{
    private ExecutorDouble _executor = null!;

    protected override IStatementExecutor Wrap(IStatementExecutor executor) => _executor = new(executor);

    [TestCase("select count(*) from range(1000000000000)", Description = "in DuckDB before the first row")]
    [TestCase("select * from range(1000000000000) t(i) where i % 1000000007 = 1000000006", Description = "between two chunks far apart")]
    [TestCase("create table endless as select * from range(1000000000000)", Description = "in a change")]
    public async Task A_cancelled_query_really_stops(string sql)
    {
        var statement = await Session.SubmitAsync(new() { Sql = sql });
        await _executor.Begun.WaitAsync(Patience, TimeProvider.System);
        var outcome = await Session.CancelAsync(statement.Handle);
        outcome.Status.Should().Be(CancelStatus.Cancelled);
        outcome.Statement!.Status.Should().Be(StatementStatus.Cancelled);
        await _executor.Invoking(executor => executor.Over.WaitAsync(Patience, TimeProvider.System)).Should().NotThrowAsync();
        (await Session.GetAsync(statement.Handle)).Should().BeEquivalentTo(
            new { Status = StatementStatus.Cancelled, Error = new { Code = StatementErrorCodes.Cancelled } });
    }

    [Test]
    public async Task A_query_that_runs_out_of_time_really_stops()
    {
        var request = new StatementRequest { Sql = "select count(*) from range(1000000000000)", Timeout = TimeSpan.FromMilliseconds(50) };
        var statement = await Session.SubmitAsync(request);
        var ended = await Session.WaitAsync(statement.Handle, Patience);
        ended.Error!.Code.Should().Be(StatementErrorCodes.Timeout);
        await _executor.Invoking(executor => executor.Over.WaitAsync(Patience, TimeProvider.System)).Should().NotThrowAsync();
    }

    [Test]
    public async Task The_database_answers_after_a_cancel()
    {
        await A_cancelled_query_really_stops("select count(*) from range(1000000000000)");
        (await CellAsync("41 + 1")).Should().Be("42");
    }

    [Test]
    public async Task A_cancel_after_the_end_says_how_it_ended()
    {
        var statement = await RunAsync("select 1");
        var outcome = await Session.CancelAsync(statement.Handle);
        outcome.Status.Should().Be(CancelStatus.AlreadyFinished);
        outcome.Statement!.Status.Should().Be(StatementStatus.Succeeded);
    }
}
