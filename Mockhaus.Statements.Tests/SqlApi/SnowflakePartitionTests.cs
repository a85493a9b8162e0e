using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mockhaus.Statements.Tests.SqlApi;

/// <summary>Partitions as small as Snowflake's, for clients that are to be tested against many of them.</summary>
public sealed class SnowflakePartitionTests : SqlApiFixture
{
    /// <summary>20,000 rows of 49 bytes, with a comma between two of them: 1 KB more than the recorded ones.</summary>
    private const string Recorded = "select lpad(i::varchar, 45, 'x') as a from range(20000) r(i)";

    protected override void Configure(MockhausStatementsOptions options) => options.Results.ResultPartitioning = ResultPartitioning.Snowflake;

    [Test]
    public async Task Partitions_are_as_large_as_the_recorded_ones()
    {
        var info = (await Client.SubmitAsync(Recorded)).MetaData.GetProperty("partitionInfo").EnumerateArray().ToList();

        int[] recorded = [99_986, 229_427, 466_954, 192_559];
        info.Should().HaveCount(recorded.Length);
        foreach (var (part, bytes) in info.Zip(recorded))
        {
            part.GetProperty("uncompressedSize").GetInt32().Should().BeCloseTo(bytes, (uint)(bytes / 10));
            part.GetProperty("compressedSize").GetInt32().Should().BePositive();
        }
    }

    [Test]
    public async Task A_client_that_reads_only_the_first_partition_sees_that_it_lost_rows()
    {
        var first = await Client.SubmitAsync(Recorded);

        first.MetaData.GetProperty("numRows").GetInt32().Should().Be(20_000);
        first.Rows.Count.Should().BeLessThan(2_100);
        first.PartitionRows.Sum().Should().Be(20_000);
        first.Link.Should().Contain("rel=\"next\"");
    }

    [Test]
    public async Task A_client_that_follows_the_links_reads_every_row_once()
    {
        var answer = await Client.SubmitAsync(Recorded);
        var cells = answer.Rows.Select(row => row[0]).ToList();
        while (Regex.Match(answer.Link!, "<([^>]*)>; rel=\"next\"") is { Success: true } next)
        {
            answer = await Client.SendAsync(HttpMethod.Get, next.Groups[1].Value);
            cells.AddRange(answer.Rows.Select(row => row[0]));
        }

        cells.Should().Equal(Enumerable.Range(0, 20_000).Select(i => $"{i}".PadLeft(45, 'x')));
    }

    [TestCase(2_000, 1)]
    [TestCase(2_100, 2)]
    public async Task Up_to_about_100_KB_there_is_one_partition(int rows, int partitions) =>
        (await Client.SubmitAsync($"select lpad(i::varchar, 45, 'x') as a from range({rows}) r(i)")).PartitionRows.Should().HaveCount(partitions);

    [TestCase("""{"MOCKHAUS_PARTITION_ROWS": "9000"}""", new[] { 9_000, 9_000, 2_000 })]
    [TestCase("""{"rows_per_resultset": "2000"}""", new[] { 2_000 })]
    public async Task A_statement_that_asks_for_a_number_of_rows_is_cut_at_it(string parameters, int[] rows) =>
        (await SubmitAsync(Recorded, parameters)).PartitionRows.Should().Equal(rows);

    [Test]
    public async Task The_chunk_size_of_a_statement_is_the_most_that_partitions_grow_to()
    {
        const string sql = "select repeat('x', 996) as a from range(5000)";
        var asked = await SubmitAsync(sql, """{"client_result_chunk_size": 1}""");
        var usual = await Client.SubmitAsync(sql);

        asked.PartitionRows.Should().Equal(100, 230, 460, 920, 1048, 1048, 1048, 146);
        usual.PartitionRows.Should().Equal(100, 230, 460, 920, 1839, 1451);
    }

    private Task<SqlApiAnswer> SubmitAsync(string sql, string parameters) =>
        Client.PostAsync("/api/v2/statements", $$"""{"statement": {{JsonSerializer.Serialize(sql)}}, "parameters": {{parameters}}}""");
}
