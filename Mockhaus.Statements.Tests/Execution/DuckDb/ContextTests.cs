using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Execution.DuckDb;

/// <summary>The database and the schema of a request, on DuckDB.</summary>
public sealed class ContextTests : ScriptFixture
{
    private static readonly string[] Hostile =
    [
        "main; drop table t", "sales\"; drop table t; --", "sales'; drop table t; --", "\"", "\"\"", "\"\"\"", "sales\0", "a,b", "memory.sales", "main.t",
        " ", "", "$$", "\ud800", new('x', 10_000), new('"', 10_000), "temp", "system",
    ];

    [SetUp]
    public async Task CreateAsync() => (await ScriptAsync(
        """"
        create table t as select 'main' as who;
        create schema sales;
        create table sales.t as select 'sales' as who;
        create schema "we.ird, ""x""";
        create table "we.ird, ""x""".t as select 'weird' as who;
        attach ':memory:' as other;
        create table other.main.t as select 'other' as who;
        create schema other.sales;
        create table other.sales.t as select 'other sales' as who;
        create schema other.memory;
        create schema other.only_there
        """")).Error.Should().BeNull();

    [TestCase(null, null, "main")]
    [TestCase(null, "sales", "sales")]
    [TestCase(null, "SALES", "sales")]
    [TestCase(null, "\"sales\"", "sales")]
    [TestCase(null, "nothing", "main")]
    [TestCase("memory", null, "main")]
    [TestCase("Memory", "Sales", "sales")]
    [TestCase("other", null, "other")]
    [TestCase("OTHER", "SALES", "other sales")]
    [TestCase("\"other\"", "nothing", "other")]
    [TestCase("nothing", "sales", "sales")]
    [TestCase("nothing", "nothing", "main")]
    [TestCase("sales", null, "main", Description = "A schema is no database.")]
    [TestCase(null, "other", "main", Description = "A database is no schema.")]
    [TestCase(null, "only_there", "main")]
    [TestCase(null, "we.ird, \"x\"", "weird")]
    [TestCase(null, "\"we.ird, \"\"x\"\"\"", "weird")]
    public async Task Names_are_looked_up_where_the_request_says(string? database, string? schema, string who) =>
        (await CellsAsync(await InAsync(database, schema, "select who from t"))).Should().Equal(who);

    [Test]
    public async Task The_database_and_schema_tell_where_they_are()
    {
        var statement = await InAsync("other", "sales", "select current_database() || '.' || current_schema()");
        (await CellsAsync(statement)).Should().Equal("other.sales");
    }

    [Test]
    public async Task What_is_made_is_made_there()
    {
        await InAsync(null, "sales", "create table made as select 1 as i");
        await InAsync("other", null, "create table made as select 2 as i");

        (await CellAsync("(select i from sales.made) + (select i from other.main.made)")).Should().Be("3");
    }

    [Test]
    public async Task It_is_for_all_statements_of_a_request()
    {
        var parent = await InAsync(null, "sales", "create temp table x as select who from t; select who from x; use main; select who from t", 4);
        (await CellsAsync((await Session.GetAsync(parent)).Children[1])).Should().Equal("sales");
        (await CellsAsync((await Session.GetAsync(parent)).Children[3])).Should().Equal("main");
    }

    [TestCaseSource(nameof(Hostile))]
    public async Task A_name_is_only_ever_a_name(string name)
    {
        (await CellsAsync(await InAsync(name, name, "select who from t"))).Should().Equal("main");
        (await CellsAsync(await InAsync("memory", name, "select who from t"))).Should().Equal("main");
        (await CellsAsync(await InAsync(null, name, "select who from t"))).Should().Equal("main");
    }

    [Test]
    public async Task A_role_and_a_warehouse_are_heeded_by_nothing()
    {
        var statement = await Session.SubmitAsync(new() { Sql = "select who from t", Context = new() { Role = "sales", Warehouse = "other" } });
        (await Session.WaitAsync(statement.Handle, Patience)).Error.Should().BeNull();
        (await CellsAsync(statement.Handle)).Should().Equal("main");
    }

    [TestCase("select 1", 1)]
    [TestCase("select nothing", 1)]
    [TestCase("begin; insert into t values ('x'); select nothing", 3)]
    public async Task A_connection_that_is_used_again_has_gone_back(string sql, int count)
    {
        await using var source = new KeptConnection();
        await using var manager = new StatementManager(new MemoryStatementStore(), new AdoNetStatementExecutor(source));
        var session = manager.OpenSession("kept");
        source.Execute("create table t (who varchar); create schema sales; create table sales.t (who varchar)");
        foreach (var context in new StatementContext[] { new() { Schema = "sales" }, StatementContext.Empty })
        {
            var statement = await session.SubmitAsync(new() { Sql = sql, StatementCount = count, Context = context });
            await session.WaitAsync(statement.Handle, Patience);
        }

        var last = await session.SubmitAsync(new() { Sql = "select current_schema()" });
        (await session.WaitAsync(last.Handle, Patience)).Error.Should().BeNull();
        (await session.ReadRowsAsync(last.Handle).ToListAsync()).Single().Should().Equal("main");
    }

    private async Task<StatementHandle> InAsync(string? database, string? schema, string sql, int count = 1)
    {
        var statement = await Session.SubmitAsync(new() { Sql = sql, StatementCount = count, Context = new() { Database = database, Schema = schema } });
        (await Session.WaitAsync(statement.Handle, Patience)).Error.Should().BeNull("this succeeds in {0}.{1}: {2}", database, schema, sql);
        return statement.Handle;
    }
}
