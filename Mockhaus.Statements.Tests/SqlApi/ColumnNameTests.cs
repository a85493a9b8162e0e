using System.Net;

namespace Mockhaus.Statements.Tests.SqlApi;

public sealed class ColumnNameTests : SqlApiFixture
{
    [OneTimeSetUp]
    public Task CreateAsync() => Client.SubmitAsync("create table names as select 1 as id, 2 as \"Mixed\", 3 as \"lower\"");

    [TestCase("select 1 as answer, 2 as Answer2, 3 as \"quoted\", 4 as \"Quoted Too\"", "ANSWER|ANSWER2|quoted|Quoted Too")]
    [TestCase("select 1 as a, 2 as a", "A|A")]
    [TestCase("select count(*), sum(id) from names", "COUNT(*)|SUM(ID)")]
    [TestCase("select 'abc'", "'ABC'")]
    [TestCase("select \"Mixed\", id, \"lower\" as low from names", "Mixed|ID|LOW")]
    [TestCase("select \"names\".id from \"names\"", "ID")]
    [TestCase("select * from names", "ID|MIXED|LOWER", Description = "DuckDB does not tell that these were quoted when the table was made")]
    [TestCase("select id, '\"id\"' as text, $$ \"id\" $$ as more from names -- \"id\"", "ID|TEXT|MORE")]
    [TestCase("pivot (select 'Amsterdam' as city, 'x' as kind, 1 as n) on city using sum(n) group by kind", "KIND|Amsterdam")]
    [TestCase("pivot (select 'Amsterdam' as city, 1 as n) on city using sum(n) as total, max(n) as most", "Amsterdam_total|Amsterdam_most")]
    [TestCase("from (select 'Amsterdam' as city, 1 as id) pivot (sum(id) for city in ('Amsterdam', 'Den Haag'))", "Amsterdam|Den Haag")]
    [TestCase("select id from names where 'id' in ('id')", "ID")]
    [TestCase("select 1 as ümlaut", "ÜMLAUT")]
    [TestCase("select 1 as \"a\"\"b\"", "a\"b")]
    public async Task Names_that_are_not_quoted_are_in_upper_case(string sql, string names)
    {
        var answer = await Client.SubmitAsync(sql);

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.MetaData.GetProperty("rowType").EnumerateArray().Select(column => column.GetProperty("name").GetString())
            .Should().Equal(names.Split('|'));
    }

    [Test]
    public async Task Names_stay_as_they_are_where_the_host_wants_it()
    {
        await using var server = await SqlApiServer.StartAsync(configureApi: options => options.UppercaseColumnNames = false);
        using var client = server.Client();
        var answer = await client.SubmitAsync("select 1 as answer, 2 as \"Quoted\", 3 as Mixed");

        answer.MetaData.GetProperty("rowType").EnumerateArray().Select(column => column.GetProperty("name").GetString())
            .Should().Equal("answer", "Quoted", "Mixed");
    }
}
