using Mockhaus.Statements.Execution;

namespace Mockhaus.Statements.Tests.Execution.DuckDb;

/// <summary>Conflicts that waiting does not help against.</summary>
public sealed class WriterLossTests : WriterFixture
{
    protected override AdoNetExecutorOptions ExecutorOptions
    {
        get
        {
            var options = base.ExecutorOptions;
            options.LockTimeout = TimeSpan.FromMilliseconds(200);
            return options;
        }
    }

    [TestCase("update cnt set n = n + 1", "update cnt set n = 5", "Another transaction has changed the same rows.")]
    [TestCase("create or replace table made as select 1 as i", "create table made (i int)", "Another transaction has changed 'MADE'.")]
    [TestCase("alter table cnt add column b int", "alter table cnt add column a int", "Another transaction has changed 'CNT'.")]
    [TestCase("insert into cnt (id) values (1)", "alter table cnt add column a int", "Another transaction has changed 'CNT'.")]
    [TestCase("checkpoint", "update cnt set n = 5", "Another transaction is using the same object.")]
    public async Task A_wait_that_takes_too_long_says_what_it_was_for_and_what_limits_it(string sql, string open, string message)
    {
        Other($"begin; {open}");

        var error = await ErrorAsync(sql);

        (error.Code, error.SqlState).Should().Be((StatementErrorCodes.WriteConflict, "40001"));
        error.Message.Should().StartWith(message).And.Contain("the limit is 00:00:00.2000000 (AdoNetExecutorOptions.LockTimeout)");
    }

    [Test]
    public async Task Within_a_transaction_the_request_is_told_to_be_sent_again()
    {
        Other("begin; update cnt set n = 5");

        var parent = await ScriptAsync("begin; insert into k values (1, 1); update cnt set n = n + 1; commit");

        (await CodesAsync(parent)).Should().Equal(null, null, StatementErrorCodes.WriteConflict, StatementErrorCodes.NotReached);
        (await ChildrenAsync(parent))[2].Error!.Message.Should().Be(
            "Another transaction has changed the same rows. The transaction of this request was rolled back. Send the request again.");
        Other("commit");
        (await CellAsync("count(*) from k")).Should().Be("0");
    }

    [TestCase("commit")]
    [TestCase("end transaction")]
    public async Task A_commit_that_fails_is_a_conflict_and_no_duplicate(string commit)
    {
        BeforeRun = statement =>
        {
            if (statement.Sql == commit)
            {
                Other("insert into k values (1, 5)");
            }
        };

        var parent = await ScriptAsync($"begin; insert into k values (1, 1); {commit}");

        (await CodesAsync(parent)).Should().Equal(null, null, StatementErrorCodes.WriteConflict);
        (await ChildrenAsync(parent))[2].Error!.Message.Should().Contain("was rolled back").And.NotContain("primary key");
        (await CellAsync("n from k")).Should().Be("5");
    }

    [Test]
    public void A_limit_below_zero_or_above_49_days_is_refused()
    {
        var options = new AdoNetExecutorOptions();
        FluentActions.Invoking(() => options.LockTimeout = TimeSpan.FromTicks(-1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => options.LockTimeout = TimeSpan.FromDays(50)).Should().Throw<ArgumentOutOfRangeException>();
        options.LockTimeout.Should().Be(TimeSpan.FromMinutes(5));
    }
}
