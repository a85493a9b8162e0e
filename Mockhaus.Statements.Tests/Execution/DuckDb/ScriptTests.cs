namespace Mockhaus.Statements.Tests.Execution.DuckDb;

public sealed class ScriptTests : ScriptFixture
{
    [TestCase(0)]
    [TestCase(3)]
    public async Task Each_statement_has_a_result_of_its_own(int count)
    {
        var parent = await ScriptAsync("create table t as select 42 as i; /* all ; */ select i from t; insert into t values (1), (2);", count);
        parent.Error.Should().BeNull();
        (await CellsAsync(parent.Handle)).Should().Equal("Multiple statements executed successfully.");
        var children = await ChildrenAsync(parent);
        children.Select(child => child.Sql).Should().Equal("create table t as select 42 as i", "/* all ; */ select i from t", "insert into t values (1), (2)");
        children.Should().OnlyContain(child => child.Status == StatementStatus.Succeeded && child.Parent == parent.Handle);
        (await CellsAsync(children[1].Handle)).Should().Equal("42");
        (await CellsAsync(children[2].Handle)).Should().Equal("2");
    }

    [Test]
    public async Task A_committed_transaction_stays()
    {
        (await ScriptAsync("create table t (i int); begin; insert into t values (1); insert into t values (2); commit")).Error.Should().BeNull();
        (await CellAsync("count(*) from t")).Should().Be("2");
    }

    [Test]
    public async Task A_failing_statement_rolls_its_transaction_back()
    {
        await ResultAsync("create table t (i int)");
        var parent = await ScriptAsync("begin; insert into t values (1); select * from nope; commit");
        parent.Error!.Code.Should().Be(StatementErrorCodes.ChildFailed);
        (await CellAsync("count(*) from t")).Should().Be("0");
    }

    [Test]
    public async Task A_transaction_that_is_left_open_is_rolled_back()
    {
        (await ScriptAsync("create table t (i int); begin; insert into t values (1)")).Error.Should().BeNull();
        (await CellAsync("count(*) from t")).Should().Be("0");
    }

    [Test]
    public async Task Without_a_transaction_what_came_before_a_failure_stays_and_nothing_after_it_runs()
    {
        var parent = await ScriptAsync("create table t (i int); insert into t values (1); select * from nope; insert into t values (2)");
        parent.Error!.Code.Should().Be(StatementErrorCodes.ChildFailed);
        parent.Error.Message.Should().Contain("Statement 3 of 4").And.Contain("002003");
        (await CodesAsync(parent)).Should().Equal(null, null, "002003", StatementErrorCodes.NotReached);
        (await RowsAsync("select i from t")).Single().Should().Equal("1");
    }

    [Test]
    public async Task A_temporary_table_lives_as_long_as_the_script()
    {
        var parent = await ScriptAsync("create temp table mine as select 42 as i; select i from mine");
        parent.Error.Should().BeNull();
        (await CellsAsync(parent.Children[1])).Should().Equal("42");
        (await ErrorAsync("select i from mine")).Code.Should().Be("002003");
    }

    [Test]
    public async Task Settings_and_the_schema_in_use_hold_for_the_rest_of_the_script()
    {
        var parent = await ScriptAsync("create schema s; use s; create table u as select 1 as i; set variable v = 7; select getvariable('v') + i from u");
        parent.Error.Should().BeNull();
        (await CellsAsync(parent.Children[^1])).Should().Equal("8");
        (await RowsAsync("select i from s.u")).Single().Should().Equal("1");
        (await ErrorAsync("select i from u")).Code.Should().Be("002003");
    }

    [TestCase("begin", "TRANSACTION_BEGIN")]
    [TestCase("start  transaction", "TRANSACTION_BEGIN")]
    [TestCase("commit", "TRANSACTION_COMMIT")]
    [TestCase("rollback", "TRANSACTION_ROLLBACK")]
    [TestCase("abort", "TRANSACTION_ROLLBACK")]
    [TestCase("; /* x */ use main", "USE")]
    [TestCase("put file:///a @b", "PUT")]
    public async Task What_only_a_session_can_use_is_refused_alone_in_Snowflakes_words(string sql, string command)
    {
        var error = await ErrorAsync(sql);
        error.Code.Should().Be("391911");
        error.Message.Should().Be($"Command not supported by SQL API: {command}");
    }

    [Test]
    public async Task Files_cannot_be_put_in_a_script_either() =>
        (await CodesAsync(await ScriptAsync("select 1; put file:///a @b; select 2"))).Should().Equal(null, "391911", StatementErrorCodes.NotReached);

    [TestCase(2)]
    [TestCase(4)]
    public async Task Another_number_of_statements_than_was_said_runs_none_of_them(int count)
    {
        var parent = await ScriptAsync("create table t (i int); insert into t values (1); select 1;", count);
        parent.Error.Should().BeEquivalentTo(new { Code = StatementErrorCodes.StatementCount, SqlState = "0A000" });
        parent.Error!.Message.Should().Be($"Actual statement count 3 did not match the desired statement count {count}.");
        parent.Children.Should().BeEmpty();
        (await ErrorAsync("select * from t")).Code.Should().Be("002003");
    }

    [TestCase(0)]
    [TestCase(2)]
    public async Task Comments_alone_are_an_empty_statement(int count) =>
        (await ScriptAsync("-- nothing; at all\n ; /* here; */ ;", count)).Error!.Code.Should().Be(StatementErrorCodes.EmptyStatement);

    [Test]
    public async Task Bindings_are_refused_before_anything_runs()
    {
        var parent = await Session.SubmitAsync(new()
        {
            Sql = "create table t (i int); insert into t values (?)",
            StatementCount = 2,
            Bindings = new Dictionary<string, StatementBinding> { ["1"] = new("FIXED", "1") },
        });
        parent = await Session.WaitAsync(parent.Handle, Patience);
        parent.Error.Should().BeEquivalentTo(new { Code = "391911", SqlState = "0A000" });
        parent.Children.Should().BeEmpty();
        (await ErrorAsync("select * from t")).Code.Should().Be("002003");
    }

    [Test]
    public async Task One_statement_of_any_number_takes_bindings()
    {
        var parent = await Session.SubmitAsync(new()
        {
            Sql = "select ? + 1;",
            StatementCount = 0,
            Bindings = new Dictionary<string, StatementBinding> { ["1"] = new("FIXED", "41") },
        });
        parent = await Session.WaitAsync(parent.Handle, Patience);
        parent.Error.Should().BeNull();
        (await CellsAsync(parent.Children.Single())).Should().Equal("42");
    }

    [Test]
    public async Task Two_hundred_statements_run_in_their_order()
    {
        var inserts = Enumerable.Range(0, 198).Select(i => $"insert into t select {i} where (select count(*) from t) = {i}");
        var parent = await ScriptAsync($"create table t (i int); {string.Join("; ", inserts)}; select count(*) from t", 200);
        parent.Error.Should().BeNull();
        parent.Children.Should().HaveCount(200).And.OnlyHaveUniqueItems();
        (await CellsAsync(parent.Children[^1])).Should().Equal("198");
    }

    [Test]
    public async Task More_statements_than_a_request_may_have_are_refused()
    {
        var parent = await ScriptAsync(string.Concat(Enumerable.Repeat("select 1;", 10_001)));
        parent.Error!.Code.Should().Be(StatementErrorCodes.RequestTooLarge);
        parent.Children.Should().BeEmpty();
    }

    [Test]
    public async Task A_pivot_is_one_statement_although_DuckDB_makes_two_of_it()
    {
        const string pivot = "pivot (select 'a' as k, 1 as v union all select 'b', 2) on k using sum(v)";
        (await RowsAsync(pivot)).Single().Should().Equal("1", "2");
        var parent = await ScriptAsync($"select 1; {pivot};", 2);
        parent.Error.Should().BeNull();
        (await Session.ReadRowsAsync(parent.Children[1]).ToListAsync()).Single().Should().Equal("1", "2");
        (await ErrorAsync($"{pivot}; select 1")).Message.Should().Contain("Actual statement count 2 ");
    }
}
