namespace Mockhaus.Statements.Tests.Execution.DuckDb;

/// <summary>Many writers at once. With the variable MOCKHAUS_WRITERS = 200 in the environment it is 200 statements for each of the 16.</summary>
public sealed class WriterCrowdTests : WriterFixture
{
    protected override MockhausStatementsOptions Options => new() { Limits = { MaxStatementsPerSession = 1_000_000, MaxConcurrentStatements = 16 } };

    [TestCase("update cnt set n = n + 1 where id = 1", "n from cnt where id = 1")]
    [TestCase("insert into k values (1, 1) on conflict do update set n = n + 1", "n from k")]
    [TestCase("merge into k using (values (1)) s(id) on k.id = s.id when matched then update set n = n + 1 when not matched then insert values (s.id, 1)", "n from k")]
    [TestCase("insert into k select coalesce(max(id), 0) + 1, 0 from k", null)]
    [TestCase("create or replace table made as select 1 as i", "1 from made")]
    [TestCase("create or replace view made as select 1 as i", "1 from made")]
    [TestCase("alter table cnt alter n set default 1", null)]
    public async Task All_of_many_writers_get_through(string sql, string? count)
    {
        var watch = TimeProvider.System.GetTimestamp();
        var ended = await CrowdAsync(sql, Rounds);
        TestContext.Out.WriteLine($"{ended.Count} in {TimeProvider.System.GetElapsedTime(watch).TotalSeconds:0.0} s, the slowest {ended.Max(one => (one.CompletedAt - one.StartedAt)!.Value.TotalMilliseconds):0} ms");

        var errors = ended.Where(one => one.Error is not null).Select(one => one.Error!).Distinct().ToList();
        if (count is null)
        {
            // A key that another one has taken meanwhile is a duplicate, and nothing else is wrong.
            errors.Where(error => error.Code != "200001").Should().BeEmpty();
            return;
        }

        errors.Should().BeEmpty();
        (await CellAsync(count)).Should().Be(count.StartsWith('n') ? $"{16 * Rounds}" : "1");
    }

    [Test]
    public async Task Of_many_that_delete_the_same_rows_each_row_is_deleted_once()
    {
        Other("insert into cnt select 7, i from range(1000) t(i)");

        var ended = await CrowdAsync("delete from cnt where id = 7 and n % 2 = 0", 2);

        ended.Should().OnlyContain(one => one.Error == null);
        ended.Sum(one => one.Result!.Stats?.RowsDeleted ?? 0).Should().Be(500);
    }

    [Test]
    public async Task Of_many_that_insert_one_key_one_gets_through_and_the_others_are_told_of_the_duplicate()
    {
        var ended = await CrowdAsync("insert into k values (1, 1)", 1);

        ended.Select(one => one.Error?.Code).Order().Should().Equal(Enumerable.Repeat("200001", 15).Prepend(null));
    }
}
