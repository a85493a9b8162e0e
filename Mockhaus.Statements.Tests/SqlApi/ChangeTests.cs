using System.Net;

namespace Mockhaus.Statements.Tests.SqlApi;

public sealed class ChangeTests : SqlApiFixture
{
    [SetUp]
    public Task CreateAsync() => Client.SubmitAsync("create or replace table t as select i, 'x' as s from range(5) r(i)");

    [TestCase("insert into t values (7, 'a'), (8, 'b')", "number of rows inserted", "2", """{"numRowsInserted":2,"numRowsDeleted":0,"numRowsUpdated":0,"numDmlDuplicates":0}""")]
    [TestCase("update t set s = 'y' where i < 3", "number of rows updated,number of multi-joined rows updated", "3,0", """{"numRowsInserted":0,"numRowsDeleted":0,"numRowsUpdated":3,"numDmlDuplicates":0}""")]
    [TestCase("delete from t where i < 3", "number of rows deleted", "3", """{"numRowsInserted":0,"numRowsDeleted":3,"numRowsUpdated":0,"numDmlDuplicates":0}""")]
    [TestCase(
        "merge into t using (values (1), (9)) s(i) on t.i = s.i when matched then update set s = 'm' when not matched then insert values (s.i, 'n')",
        "number of rows inserted,number of rows updated",
        "1,1",
        """{"numRowsInserted":1,"numRowsDeleted":0,"numRowsUpdated":1,"numDmlDuplicates":0}""")]
    public async Task A_change_answers_counts_and_stats(string sql, string names, string counts, string stats)
    {
        var answer = await Client.SubmitAsync(sql);

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.Rows.Single().Should().Equal(counts.Split(','));
        answer.Json.GetProperty("stats").GetRawText().Should().Be(stats);
        answer.Members.Last().Should().Be("stats");
        var columns = answer.MetaData.GetProperty("rowType").EnumerateArray().ToList();
        columns.Select(column => column.GetProperty("name").GetString()).Should().Equal(names.Split(','));
        columns.Should().AllSatisfy(column => column.GetRawText().Should().EndWith(
            "\"precision\":19,\"scale\":0,\"nullable\":false,\"byteLength\":null,\"length\":null,\"type\":\"fixed\"}"));
    }

    [Test]
    public async Task Truncating_answers_a_status_and_how_many_rows_are_gone()
    {
        var answer = await Client.SubmitAsync("truncate table t");

        answer.Rows.Single().Should().Equal("Statement executed successfully.");
        answer.Json.GetProperty("stats").GetRawText().Should().Be("""{"numRowsInserted":0,"numRowsDeleted":5,"numRowsUpdated":0,"numDmlDuplicates":0}""");
        (await Client.SubmitAsync("truncate table t")).Members.Should().NotContain("stats");
    }

    [TestCase("insert into t select * from t where false")]
    [TestCase("update t set s = '' where false")]
    [TestCase("delete from t where false")]
    [TestCase("create or replace table u as select * from t")]
    [TestCase("select 1")]
    public async Task Where_no_row_is_changed_there_are_no_stats(string sql)
    {
        var answer = await Client.SubmitAsync(sql);

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.Members.Should().NotContain("stats");
    }

    [TestCase("create or replace table Users (i int)", "Table USERS successfully created.")]
    [TestCase("create or replace view \"Mixed\" as select 1 as a", "View Mixed successfully created.")]
    [TestCase("drop table t", "T successfully dropped.")]
    [TestCase("alter table t add column z int", "Statement executed successfully.")]
    [TestCase("create table if not exists t (i int)", "Statement executed successfully.")]
    public async Task What_makes_tables_answers_a_status(string sql, string status)
    {
        var answer = await Client.SubmitAsync(sql);

        answer.Rows.Single().Should().Equal(status);
        answer.MetaData.GetProperty("rowType")[0].GetProperty("name").GetString().Should().Be("status");
        answer.MetaData.GetProperty("rowType")[0].GetProperty("type").GetString().Should().Be("text");
    }
}
