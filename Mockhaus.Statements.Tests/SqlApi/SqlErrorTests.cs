using System.Net;

namespace Mockhaus.Statements.Tests.SqlApi;

public sealed class SqlErrorTests : SqlApiFixture
{
    [SetUp]
    public async Task CreateAsync()
    {
        await Client.SubmitAsync("create table if not exists people (id int primary key, name varchar not null, \"Age\" int unique)");
        await Client.SubmitAsync("create table if not exists pets (owner int references people(id))");
        await Client.SubmitAsync("insert or ignore into people values (1, 'Ada', 36)");
        foreach (var sign in new[] { "/", "//", "%" })
        {
            await Client.SubmitAsync($"create or replace macro \"{sign}\"(a, b) as case when b = 0 then error('Division by zero') else system.main.\"{sign}\"(a, b) end");
        }
    }

    [TestCase("selec 42", "001003", "42000", "SQL compilation error:\nsyntax error line 1 at position 0 unexpected 'selec'.")]
    [TestCase("select 1,\n  from from people", "001003", "42000", "SQL compilation error:\nsyntax error line 2 at position 7 unexpected 'from'.")]
    [TestCase("select (1", "001003", "42000", "SQL compilation error:\nsyntax error line 1 at position 9 unexpected '<EOF>'.")]
    [TestCase("select 'open", "001003", "42000", "SQL compilation error:\nsyntax error line 1 at position 7 unexpected ''open'.")]
    [TestCase("select * from nowhere", "002003", "42S02", "SQL compilation error:\nObject 'NOWHERE' does not exist or not authorized.")]
    [TestCase("select * from \"Nowhere\"", "002003", "42S02", "SQL compilation error:\nObject 'Nowhere' does not exist or not authorized.")]
    [TestCase("insert into nowhere values (1)", "002003", "42S02", "SQL compilation error:\nObject 'NOWHERE' does not exist or not authorized.")]
    [TestCase("select * from no_schema.people", "002003", "02000", "SQL compilation error:\nSchema 'NO_SCHEMA' does not exist or not authorized.")]
    [TestCase("select * from no_db.main.people", "002003", "02000", "SQL compilation error:\nDatabase 'NO_DB' does not exist or not authorized.")]
    [TestCase("select nope from people", "000904", "42000", "SQL compilation error: error line 1 at position 7\ninvalid identifier 'NOPE'")]
    [TestCase("select\n  p.nope from people p", "000904", "42000", "SQL compilation error: error line 2 at position 2\ninvalid identifier 'P.NOPE'")]
    [TestCase("update people set nope = 1", "000904", "42000", "SQL compilation error:\ninvalid identifier 'NOPE'")]
    [TestCase("insert into people (nope) values (1)", "000904", "42000", "SQL compilation error:\ninvalid identifier 'NOPE'")]
    [TestCase("select id from people a, people b", "002028", "42601", "SQL compilation error: error line 1 at position 7\nambiguous column name 'ID'")]
    [TestCase("select id, count(*) from people", "000979", "42601", "SQL compilation error: error line 1 at position 7\n'ID' in select clause is neither an aggregate nor in the group by clause.")]
    [TestCase("select nofunc(1)", "002140", "42601", "SQL compilation error:\nUnknown function NOFUNC.")]
    [TestCase("select abs('a'::varchar)", "001044", "42P13", "SQL compilation error: error line 1 at position 7\nInvalid argument types for function 'ABS': (VARCHAR)")]
    [TestCase("select '1'::money_bag", "002040", "42601", "SQL compilation error:\nUnsupported data type 'MONEY_BAG'.")]
    [TestCase("create table people (i int)", "002002", "42710", "SQL compilation error:\nObject 'PEOPLE' already exists.")]
    [TestCase("insert into pets values (1, 2)", "002020", "21S01", "SQL compilation error:\nInsert value list does not match column list expecting 1 but got 2")]
    [TestCase("select 1 / 0", "100051", "22012", "Division by zero")]
    [TestCase("select id % (id - 1) from people", "100051", "22012", "Division by zero")]
    [TestCase("select 'abc'::int", "100038", "22018", "Numeric value 'abc' is not recognized")]
    [TestCase("select name::double from people", "100038", "22018", "Numeric value 'Ada' is not recognized")]
    [TestCase("select 'abc'::decimal(5,2)", "100038", "22018", "Numeric value 'abc' is not recognized")]
    [TestCase("select 'abc'::boolean", "100037", "22018", "Boolean value 'abc' is not recognized")]
    [TestCase("select 'abc'::date", "100040", "22007", "Date 'abc' is not recognized")]
    [TestCase("select '2026-13-01'::date", "100040", "22007", "Date '2026-13-01' is not recognized")]
    [TestCase("select 'abc'::timestamp", "100035", "22007", "Timestamp 'abc' is not recognized")]
    [TestCase("select 'abc'::time", "100108", "22007", "Time 'abc' is not recognized")]
    [TestCase("select 1000::tinyint", "100039", "22003", "Numeric value '1000' is out of range")]
    [TestCase("select 99999::decimal(3,1)", "100039", "22003", "Numeric value '99999' is out of range")]
    [TestCase("select 2147483647::int + 1::int", "100039", "22003", "Out of Range Error: Overflow in addition of INT32 (2147483647 + 1)!")]
    [TestCase("insert into people values (2, null, 1)", "100072", "22000", "NULL result in a non-nullable column")]
    [TestCase("insert into people values (1, 'Bob', 2)", "200001", "22000", "A primary key already exists.")]
    [TestCase("insert into people values (3, 'Bob', 36)", "200001", "22000", "Duplicate key value violates unique constraint.")]
    [TestCase("insert into pets values (99)", "200009", "22000", "Foreign key constraint was violated.")]
    [TestCase("select 1; select 2", "000008", "0A000", "Actual statement count 2 did not match the desired statement count 1.")]
    [TestCase("select a.b", "000904", "42000", "SQL compilation error: error line 1 at position 7\ninvalid identifier 'A.B'")]
    [TestCase("select a . b.\"c\", 1 from people", "000904", "42000", "SQL compilation error: error line 1 at position 7\ninvalid identifier 'A.B.c'")]
    [TestCase("begin", "391911", "0A000", null)]
    [TestCase("select error('{name} mine')", "900001", "58000", "Invalid Input Error: {name} mine")]
    [TestCase("select '{at}{place}{name}'::int", "100038", "22018", "Numeric value '{at}{place}{name}' is not recognized")]
    public async Task An_error_of_the_SQL_is_Snowflakes_nearest_one(string sql, string code, string sqlState, string? message)
    {
        var answer = await Client.SubmitAsync(sql);

        answer.Status.Should().Be(HttpStatusCode.UnprocessableEntity);
        answer.Code.Should().Be(code, answer.Message);
        answer.Json.GetProperty("sqlState").GetString().Should().Be(sqlState);
        answer.Message.Should().Be(message ?? answer.Message);
        answer.Handle.Should().NotBeNull();
    }

    [Test]
    public async Task A_place_far_into_a_line_is_found_where_DuckDB_shows_a_piece_of_it()
    {
        var sql = $"select {string.Join(", ", Enumerable.Range(0, 100).Select(i => $"id as column_{i}"))}, nope from people where id < {new string('1', 9)} and name = '{new string('x', 200)}'";
        var answer = await Client.SubmitAsync(sql);

        answer.Message.Should().Be($"SQL compilation error: error line 1 at position {sql.IndexOf("nope", StringComparison.Ordinal)}\ninvalid identifier 'NOPE'");
    }

    [Test]
    public async Task A_place_is_the_clients_also_where_placeholders_are_Snowflakes() =>
        (await Client.BindAsync("select :a, :b, nope from people", """{"a": {"type": "TEXT", "value": "x"}, "b": {"type": "TEXT", "value": "y"}}""")).Message
            .Should().Be("SQL compilation error: error line 1 at position 15\ninvalid identifier 'NOPE'");
}
