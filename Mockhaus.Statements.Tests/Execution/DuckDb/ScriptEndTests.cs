namespace Mockhaus.Statements.Tests.Execution.DuckDb;

/// <summary>Scripts that are stopped while a part of them keeps DuckDB busy.</summary>
public sealed class ScriptEndTests : ScriptFixture
{
    private const string Endless = "select count(*) from range(1000000000000)";
    private const string Sql = $"create table t (i int); {Endless}; insert into t values (1)";

    [Test]
    public async Task A_cancel_interrupts_the_statement_that_runs_and_cancels_the_rest()
    {
        var parent = await BeginEndlessAsync();
        (await Session.CancelAsync(parent.Handle)).Status.Should().Be(CancelStatus.Cancelled);
        await Executor.Over.WaitAsync(Patience, TimeProvider.System);
        parent = await Session.GetAsync(parent.Handle);
        parent.Status.Should().Be(StatementStatus.Cancelled);
        (await ChildrenAsync(parent)).Select(child => child.Status)
            .Should().Equal(StatementStatus.Succeeded, StatementStatus.Cancelled, StatementStatus.Cancelled);
        (await CellAsync("count(*) from t")).Should().Be("0");
    }

    [Test]
    public async Task A_part_can_be_cancelled_by_itself_and_is_the_last_to_run()
    {
        var parent = await BeginEndlessAsync();
        parent = await Session.GetAsync(parent.Handle);
        (await Session.CancelAsync(parent.Children[1])).Status.Should().Be(CancelStatus.Cancelled);
        await Executor.Over.WaitAsync(Patience, TimeProvider.System);
        parent = await Session.WaitAsync(parent.Handle, Patience);
        parent.Error!.Code.Should().Be(StatementErrorCodes.ChildFailed);
        (await CodesAsync(parent)).Should().Equal(null, StatementErrorCodes.Cancelled, StatementErrorCodes.NotReached);
    }

    [Test]
    public async Task The_timeout_is_for_all_of_them_together()
    {
        var request = new StatementRequest { Sql = $"begin; create table t (i int); {Endless}; commit", StatementCount = 4, Timeout = TimeSpan.FromSeconds(1) };
        var parent = await Session.SubmitAsync(request);
        parent = await Session.WaitAsync(parent.Handle, Patience);
        parent.Error!.Code.Should().Be(StatementErrorCodes.Timeout);
        await Executor.Over.WaitAsync(Patience, TimeProvider.System);
        (await ChildrenAsync(parent)).Should().OnlyContain(child => child.IsFinished);
        (await ErrorAsync("select * from t")).Code.Should().Be("002003", "its transaction is rolled back");
    }

    [Test]
    public async Task The_database_answers_after_a_cancelled_script()
    {
        await A_cancel_interrupts_the_statement_that_runs_and_cancels_the_rest();
        (await ScriptAsync("begin; insert into t values (1); commit")).Error.Should().BeNull();
        (await CellAsync("count(*) from t")).Should().Be("1");
    }

    private async Task<Statement> BeginEndlessAsync()
    {
        var parent = await Session.SubmitAsync(new() { Sql = Sql, StatementCount = 0 });
        while (await Executor.BegunAsync().AsTask().WaitAsync(Patience, TimeProvider.System) != Endless)
        {
        }

        return parent;
    }
}
