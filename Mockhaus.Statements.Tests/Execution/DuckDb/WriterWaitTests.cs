namespace Mockhaus.Statements.Tests.Execution.DuckDb;

/// <summary>One writer beside a transaction that is open.</summary>
public sealed class WriterWaitTests : WriterFixture
{
    [TestCase("update cnt set n = 1 where id = 1", "update cnt set n = n + 10 where id = 1")]
    [TestCase("delete from cnt where id = 1", "delete from cnt")]
    [TestCase("delete from cnt where id = 1", "truncate cnt")]
    [TestCase("update cnt set n = 1 where id = 1", "merge into cnt using (values (1)) s(id) on cnt.id = s.id when matched then update set n = 10")]
    [TestCase("create table made (i int)", "create or replace table made as select 1 as i")]
    [TestCase("alter table cnt add column more int", "alter table cnt add column yet_more int")]
    [TestCase("alter table cnt add column more int", "insert into cnt (id, n) values (3, 3)")]
    [TestCase("create schema made", "create or replace schema made")]
    [TestCase("create or replace view v as select 1 as a", "create or replace view v as select 2 as a")]
    [TestCase("update cnt set n = 1 where id = 1", "checkpoint")]
    public async Task A_writer_beside_an_open_transaction_waits_and_succeeds(string open, string sql)
    {
        Other($"begin; {open}");
        var waiting = await WaitingAsync(new() { Sql = sql });

        Other("commit");

        (await EndAsync(waiting)).Error.Should().BeNull();
    }

    [Test]
    public async Task A_writer_waits_for_a_transaction_of_two_seconds_and_adds_to_what_that_has_written()
    {
        Other("begin; update cnt set n = 5 where id = 1");
        var waiting = await WaitingAsync(new() { Sql = "update cnt set n = n + 1 where id = 1" }, 2_000);

        Other("commit");

        (await EndAsync(waiting)).Error.Should().BeNull();
        (await CellAsync("n from cnt where id = 1")).Should().Be("6");
    }

    [Test]
    public async Task A_timeout_ends_the_wait_as_a_timeout()
    {
        Other("begin; update cnt set n = 5 where id = 1");
        var statement = await Session.SubmitAsync(new() { Sql = "update cnt set n = n + 1", Timeout = TimeSpan.FromSeconds(1) });

        var error = (await EndAsync(statement)).Error!;

        (error.Code, error.SqlState).Should().Be((StatementErrorCodes.Timeout, "57014"));
        Other("commit");
        (await CellAsync("n from cnt where id = 1")).Should().Be("5");
    }

    [Test]
    public async Task A_cancel_ends_the_wait()
    {
        Other("begin; update cnt set n = 5 where id = 1");
        var waiting = await WaitingAsync(new() { Sql = "update cnt set n = n + 1" });

        await Session.CancelAsync(waiting.Handle);

        (await EndAsync(waiting)).Status.Should().Be(StatementStatus.Cancelled);
        Other("commit");
        (await CellAsync("n from cnt where id = 1")).Should().Be("5");
    }

    [Test]
    public async Task A_writer_of_another_table_does_not_wait_for_the_one_that_waits()
    {
        Other("begin; update cnt set n = 5 where id = 1");
        var waiting = await WaitingAsync(new() { Sql = "update cnt set n = n + 1" });

        await ResultAsync("insert into k values (1, 1)");

        (await Session.WaitAsync(waiting.Handle, TimeSpan.Zero)).Status.Should().Be(StatementStatus.Running);
        Other("rollback");
        (await EndAsync(waiting)).Error.Should().BeNull();
    }

    [Test]
    public async Task Rows_of_a_run_that_was_lost_are_not_given_out()
    {
        Other("begin; update cnt set n = 5 where id = 2");
        var waiting = await WaitingAsync(new()
        {
            Sql = "update cnt set n = n + 1 where id = ? returning id, n",
            Bindings = new Dictionary<string, StatementBinding> { ["1"] = new("FIXED", null) { Values = ["1", "2"] } },
        });

        Other("commit");

        (await EndAsync(waiting)).Error.Should().BeNull();
        var rows = await Session.ReadRowsAsync(waiting.Handle).ToListAsync();
        rows.Select(row => string.Join(' ', row)).Should().Equal("1 1", "2 6");
    }

    [Test]
    public async Task A_batch_that_was_lost_is_run_again_as_a_whole()
    {
        Other("begin; update cnt set n = 5 where id = 2");
        var waiting = await WaitingAsync(new()
        {
            Sql = "update cnt set n = n + 1 where id = ?",
            Bindings = new Dictionary<string, StatementBinding> { ["1"] = new("FIXED", null) { Values = ["1", "2", "1"] } },
        });

        Other("commit");

        (await EndAsync(waiting)).Result!.Stats!.RowsUpdated.Should().Be(3);
        (await RowsAsync("select n from cnt order by id")).Select(row => row[0]).Should().Equal("2", "6");
    }

    [Test]
    public async Task A_statement_of_several_waits_too_where_no_transaction_is_open()
    {
        Other("begin; update cnt set n = 5 where id = 1");
        var waiting = await WaitingAsync(new() { Sql = "insert into k values (1, 1); update cnt set n = n + 1 where id = 1; select 1", StatementCount = 0 });

        Other("commit");

        (await EndAsync(waiting)).Error.Should().BeNull();
        (await CellAsync("n from cnt where id = 1")).Should().Be("6");
    }
}
