using System.Globalization;
using System.Net;

namespace Mockhaus.Statements.Tests.SqlApi;

public sealed class PartitionTests : SqlApiFixture
{
    protected override void Configure(MockhausStatementsOptions options) =>
        (options.Results.InlineResultBytes, options.Results.ResultBatchSize) = (0, 1_000);

    [Test]
    public async Task Every_partition_gives_exactly_its_rows_in_any_order_and_twice()
    {
        var first = await Client.SubmitAsync("select * from range(3500)");
        first.PartitionRows.Should().Equal(1000, 1000, 1000, 500);

        foreach (var number in new[] { 3, 1, 2, 0, 3, 1 })
        {
            var answer = await Client.GetAsync(first.Handle, $"?partition={number}");

            answer.Status.Should().Be(HttpStatusCode.OK);
            answer.Rows.Select(row => row[0]).Should().Equal(
                Enumerable.Range(number * 1000, first.PartitionRows[number]).Select(i => i.ToString(CultureInfo.InvariantCulture)));
        }
    }

    [Test]
    public async Task A_later_partition_is_gzipped_and_holds_data_alone()
    {
        var first = await Client.SubmitAsync("select * from range(1500)");
        var second = await Client.GetAsync(first.Handle, "?partition=1");

        first.ContentEncoding.Should().BeNull();
        second.ContentEncoding.Should().Be("gzip");
        second.Members.Should().Equal("data");
        first.MetaData.GetProperty("partitionInfo")[1].GetProperty("compressedSize").GetInt64().Should().Be(second.Body.Length);
    }

    [Test]
    public async Task Partition_zero_is_the_whole_result_set_again()
    {
        var first = await Client.SubmitAsync("select * from range(1500)");
        var again = await Client.GetAsync(first.Handle, "?partition=0");

        again.Body.Should().Equal(first.Body);
    }

    [TestCase("4", "4")]
    [TestCase("-1", "-1")]
    [TestCase("x", "x")]
    [TestCase("99999999999999999999", "99999999999999999999")]
    public async Task A_partition_that_is_none_is_refused_with_the_recorded_message(string partition, string shown)
    {
        var first = await Client.SubmitAsync("select * from range(3500)");
        var answer = await Client.GetAsync(first.Handle, $"?partition={partition}");

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        answer.Code.Should().Be("391922");
        answer.Message.Should().Be(
            $"Invalid partition parameter. The partition must be long type parsable and between 0 and 3, but '{shown}' is specified.");
    }

    [Test]
    public async Task Links_name_the_neighbours_of_a_partition()
    {
        var first = await Client.SubmitAsync("select * from range(3500)");
        var middle = await Client.GetAsync(first.Handle, "?partition=2");
        var single = await Client.SubmitAsync("select 1");

        Relations(first).Should().Equal("first=0", "next=1", "last=3");
        Relations(middle).Should().Equal("first=0", "prev=1", "next=3", "last=3");
        Relations(single).Should().Equal("first=0", "last=0");
        middle.Link.Should().MatchRegex($"^</api/v2/statements/{first.Handle}\\?requestId=[0-9a-f-]{{36}}&partition=0>; rel=\"first\",<");
    }

    private static IEnumerable<string> Relations(SqlApiAnswer answer) =>
        answer.Link!.Split(',').Select(link => link.Split("rel=\"")[1].TrimEnd('"') + "=" + link.Split("partition=")[1].Split('>')[0]);
}
