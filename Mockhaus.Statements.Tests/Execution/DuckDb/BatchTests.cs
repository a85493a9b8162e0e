using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Execution.DuckDb;

public sealed class BatchTests : DuckDbFixture
{
    [SetUp]
    public Task CreateAsync() => ResultAsync("create table t (i int primary key, s varchar)");

    [Test]
    public async Task Each_element_is_an_execution_and_the_counts_are_added_up()
    {
        var insert = await RunBatchAsync("insert into t values (?, ?)", ("1", "FIXED", ["1", "2", "3"]), ("2", "TEXT", ["a", null, "c"]));
        var update = await RunBatchAsync("update t set s = 'x' where i <= ?", ("1", "FIXED", ["1", "3"]));
        var delete = await RunBatchAsync("delete from t where i = :i", ("i", "FIXED", ["1", "2", "9"]));

        insert.Result!.Stats.Should().Be(new ResultStats(3, 0, 0));
        update.Result!.Stats.Should().Be(new ResultStats(0, 4, 0));
        delete.Result!.Stats.Should().Be(new ResultStats(0, 0, 2));
        (await CellsAsync(insert)).Should().Equal("3");
        (await CellsAsync(update)).Should().Equal("4", "0");
        (await CellsAsync(delete)).Should().Equal("2");
        (await RowsAsync("select i, s from t")).Single().Should().Equal("3", "x");
    }

    [Test]
    public async Task A_single_value_beside_arrays_is_the_same_in_each_execution()
    {
        var statement = await RunAsync(
            "insert into t values (?, ?)",
            new Dictionary<string, StatementBinding> { ["1"] = new("FIXED", null) { Values = ["1", "2"] }, ["2"] = new("TEXT", "same") });

        statement.Error.Should().BeNull();
        (await CellAsync("string_agg(i || s, ' ' order by i) from t")).Should().Be("1same 2same");
    }

    [TestCase("x", "002086")]
    [TestCase("1", "200001")]
    public async Task An_execution_that_fails_undoes_those_before_it(string third, string code)
    {
        var statement = await RunBatchAsync("insert into t values (?, 'a')", ("1", "FIXED", ["1", "2", third]));

        statement.Error!.Code.Should().Be(code);
        (await CellAsync("count(*) from t")).Should().Be("0");
    }

    [Test]
    public async Task A_value_that_does_not_fit_is_counted_and_stays_secret() =>
        (await RunBatchAsync("insert into t values (?, 'a')", ("1", "FIXED", ["1", "S3cret"]))).Error!.Message
            .Should().Be("Value 2 of bind variable :1 does not fit its type FIXED.");

    [Test]
    public async Task Numbers_arrive_in_columns_of_any_type_as_they_do_one_by_one()
    {
        await ResultAsync("create table n (a tinyint, b int, c bigint, d hugeint, e decimal(10, 2), f decimal(38, 0), g double, h varchar)");
        const string values = "insert into n values (?, ?, ?, ?, ?, ?, ?, ?)";
        string?[] numbers = ["0", "-7", "100", null, "2.005", "1.5"];
        foreach (var number in numbers)
        {
            (await RunAsync(values, [.. Enumerable.Range(1, 8).Select(i => ($"{i}", "FIXED", number))])).Error.Should().BeNull();
        }

        var one = await RowsAsync("select * from n order by c, e");
        await ResultAsync("delete from n");
        var batch = await RunBatchAsync(values, [.. Enumerable.Range(1, 8).Select(i => ($"{i}", "FIXED", numbers))]);

        batch.Error.Should().BeNull();
        (await RowsAsync("select * exclude (h) from n order by c, e")).Select(row => string.Join('|', row))
            .Should().Equal(one.Select(row => string.Join('|', row.SkipLast(1))), "only texts tell how many digits the whole batch has");
    }

    [TestCase("int", "2147483648")]
    [TestCase("decimal(5,2)", "12345")]
    public async Task A_number_that_its_column_does_not_hold_fails_as_it_does_alone(string type, string number)
    {
        await ResultAsync($"create table n (a {type})");
        var alone = await ErrorAsync("insert into n values (?)", ("1", "FIXED", number));
        var batch = await RunBatchAsync("insert into n values (?)", ("1", "FIXED", ["1", number]));

        batch.Error.Should().Be(alone);
    }

    [Test]
    public async Task An_empty_array_executes_nothing()
    {
        var insert = await RunBatchAsync("insert into t values (?, 'a')", ("1", "FIXED", []));
        var query = await RunBatchAsync("select ?", ("1", "FIXED", []));

        (await CellsAsync(insert)).Should().Equal("0");
        insert.Result!.Stats.Should().BeNull();
        (await CellsAsync(query)).Should().Equal("Statement executed successfully.");
    }

    [Test]
    public async Task Arrays_of_different_lengths_are_refused_before_anything_runs()
    {
        var statement = await RunBatchAsync("insert into t values (:a, :b)", ("a", "FIXED", ["1", "2"]), ("b", "TEXT", ["a", "b", "c"]));

        statement.Error!.Code.Should().Be("002099");
        statement.Error.Message.Should().Be("SQL compilation error: Batch size of 3 for bind variable b not the same as previous size of 2.");
        (await CellAsync("count(*) from t")).Should().Be("0");
    }

    [Test]
    public async Task An_array_without_a_placeholder_is_ignored() =>
        (await CellsAsync(await RunBatchAsync("select 7", ("1", "FIXED", ["1", "2"])))).Should().Equal("7");

    [Test]
    public async Task The_rows_of_queries_follow_one_another()
    {
        var statement = await RunBatchAsync("select ?::varchar as a, ? as b", ("1", "TEXT", ["x", null, "z"]), ("2", "FIXED", ["1", "2.50", "30"]));

        statement.Result!.Columns.Should().Equal(
            ResultColumn.Text("a") with { Length = 134_217_728, ByteLength = 134_217_728 },
            new ResultColumn("b", ResultColumnType.Fixed) { Precision = 4, Scale = 2, Nullable = false });
        (await CellsAsync(statement)).Should().Equal("x", "1.00", null, "2.50", "z", "30.00");
    }

    [Test]
    public async Task A_null_of_a_batch_has_the_type_of_the_others()
    {
        var statement = await RunBatchAsync("select ?, ?, ?", ("1", "TEXT", [null, "x"]), ("2", "FIXED", [null, "2.5"]), ("3", "TIMESTAMP_NTZ", [null, "1"]));

        (await CellsAsync(statement)).Should().Equal(null, null, null, "x", "2.5", "0.000000001");
    }

    [Test]
    public async Task What_is_returned_follows_one_another_too_and_is_counted()
    {
        var statement = await RunBatchAsync("insert into t values (?, 'a') returning i", ("1", "FIXED", ["1", "2"]));

        (await CellsAsync(statement)).Should().Equal("1", "2");
        statement.Result!.Stats.Should().Be(new ResultStats(2, 0, 0));
    }

    [Test]
    public async Task A_merge_is_counted_by_what_was_done()
    {
        await ResultAsync("insert into t values (1, 'a'), (2, 'b')");
        var statement = await RunBatchAsync(
            "merge into t using (select ?::int as i) s on t.i = s.i when matched then update set s = 'm' when not matched then insert values (s.i, 'n');",
            ("1", "FIXED", ["1", "7", "8"]));

        statement.Error.Should().BeNull();
        statement.Result!.Columns.Select(column => column.Name).Should().Equal("number of rows inserted", "number of rows updated");
        statement.Result.Stats.Should().Be(new ResultStats(2, 1, 0));
        (await CellsAsync(statement)).Should().Equal("2", "1");
    }

    [Test]
    public async Task A_hundred_thousand_elements_are_one_statement()
    {
        var values = Enumerable.Range(0, 100_000).Select(i => $"{i}").ToArray();
        var statement = await RunBatchAsync("insert into t values (?, ?)", ("1", "FIXED", values), ("2", "TEXT", values));

        statement.Error.Should().BeNull();
        statement.Result!.Stats.Should().Be(new ResultStats(100_000, 0, 0));
        (await CellAsync("count(*) || ' ' || sum(i) from t")).Should().Be("100000 4999950000");
    }

    [Test]
    public async Task A_cancelled_batch_leaves_nothing()
    {
        var values = Enumerable.Range(0, 1_000).Select(i => $"{i}").ToArray();
        var statement = await Session.SubmitAsync(new()
        {
            Sql = "insert into t select ?::int * 1000000000 + i::int, md5(i::varchar) from range(1000000) r(i)",
            Bindings = new Dictionary<string, StatementBinding> { ["1"] = new("FIXED", null) { Values = values } },
        });
        await Session.CancelAsync(statement.Handle);

        (await Session.WaitAsync(statement.Handle, Patience)).Status.Should().Be(StatementStatus.Cancelled);
        (await CellAsync("count(*) from t")).Should().Be("0");
    }

    private async Task<List<string?>> CellsAsync(Statement statement)
    {
        statement.Error.Should().BeNull();
        var cells = new List<string?>();
        await foreach (var row in Session.ReadRowsAsync(statement.Handle))
        {
            cells.AddRange(row);
        }

        return cells;
    }
}
