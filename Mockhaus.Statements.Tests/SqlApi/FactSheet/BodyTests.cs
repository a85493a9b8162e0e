using System.Text.RegularExpressions;

namespace Mockhaus.Statements.Tests.SqlApi.FactSheet;

/// <summary>The bodies and the Link header, to the byte: members, order, spelling, no white space.</summary>
public sealed class BodyTests : SqlApiFixture
{
    private const string Endless = "select count(*) from range(1000000000000)";

    protected override void Configure(MockhausStatementsOptions options) =>
        (options.Results.InlineResultBytes, options.Results.ResultBatchSize) = (1024, 200);

    [Test]
    public async Task A_result_set()
    {
        var answer = await Client.SubmitAsync("select 42::decimal(10,2) as a", "?requestId=6e3b1a2c-0000-4000-8000-0000000000b1");

        Text(answer).Should().Be(OneLine($$"""
            {"resultSetMetaData":{"numRows":1,"format":"jsonv2","partitionInfo":[{"rowCount":1,"uncompressedSize":9}],
            "rowType":[{"name":"A","database":"","schema":"","table":"","collation":null,"precision":10,"scale":2,"nullable":true,
            "byteLength":null,"length":null,"type":"fixed"}]},"data":[["42.00"]],"code":"090001",
            "statementStatusUrl":"/api/v2/statements/{{answer.Handle}}?requestId=6e3b1a2c-0000-4000-8000-0000000000b1",
            "requestId":"6e3b1a2c-0000-4000-8000-0000000000b1","sqlState":"00000","statementHandle":"{{answer.Handle}}",
            "message":"Statement executed successfully.","createdOn":{{answer.Json.GetProperty("createdOn").GetInt64()}}}
            """));
    }

    [Test]
    public async Task A_result_set_of_dml_ends_with_stats()
    {
        await Client.SubmitAsync("create table bodies (a int)");
        var answer = await Client.SubmitAsync("insert into bodies values (1), (2)");

        answer.Members.Last().Should().Be("stats");
        Text(answer).Should().EndWith(""","stats":{"numRowsInserted":2,"numRowsDeleted":0,"numRowsUpdated":0,"numDmlDuplicates":0}}""");
    }

    [Test]
    public async Task An_empty_result_set()
    {
        var answer = await Client.SubmitAsync("select 1 as a where false");

        Text(answer).Should().StartWith("""{"resultSetMetaData":{"numRows":0,"format":"jsonv2","partitionInfo":[{"rowCount":0,"uncompressedSize":0}],"rowType":[{"name":"A",""")
            .And.Contain("""]},"data":[],"code":"090001",""");
    }

    [Test]
    public async Task A_query_status()
    {
        var answer = await Client.SubmitAsync(Endless, "?async=true");
        await Client.CancelAsync(answer.Handle);

        Text(answer).Should().Be(OneLine($$"""
            {"code":"333334",
            "message":"Asynchronous execution in progress. Use provided query id to perform query monitoring and management.",
            "statementHandle":"{{answer.Handle}}","statementStatusUrl":"/api/v2/statements/{{answer.Handle}}"}
            """));
    }

    [Test]
    public async Task A_cancel_status()
    {
        var running = await Client.SubmitAsync(Endless, "?async=true");
        var answer = await Client.CancelAsync(running.Handle);

        Text(answer).Should().Be(OneLine($$"""
            {"code":"000604","sqlState":"57014","message":"SQL execution canceled",
            "statementHandle":"{{running.Handle}}","statementStatusUrl":"/api/v2/statements/{{running.Handle}}"}
            """));
    }

    [Test]
    public async Task An_error_names_its_statement_when_there_is_one()
    {
        var answer = await Client.SubmitAsync("selec 1");

        Text(answer).Should().MatchRegex(
            $"^\\{{\"code\":\"001003\",\"message\":\"SQL compilation error:.*\",\"sqlState\":\"42000\",\"statementHandle\":\"{answer.Handle}\"\\}}$");
    }

    [Test]
    public async Task A_later_partition_and_the_first_one_again()
    {
        var first = await Client.SubmitAsync("select * from range(500)");
        var second = await Client.GetAsync(first.Handle, "?partition=2");

        first.MetaData.GetProperty("partitionInfo").EnumerateArray().Select(part => part.EnumerateObject().Select(member => member.Name))
            .Should().HaveCount(3).And.OnlyContain(members => members.SequenceEqual(new[] { "rowCount", "uncompressedSize", "compressedSize" }));
        second.Json.GetRawText().Should().StartWith("""{"data":[["400"],["401"],""").And.EndWith("""["499"]]}""");
        (await Client.GetAsync(first.Handle)).Body.Should().Equal(first.Body);
        (await Client.GetAsync(first.Handle, "?partition=0")).Body.Should().Equal(first.Body);
    }

    [TestCase(0, "first=0,next=1,last=2")]
    [TestCase(1, "first=0,prev=0,next=2,last=2")]
    [TestCase(2, "first=0,prev=1,last=2")]
    public async Task The_link_header_of_a_partition(int partition, string relations)
    {
        var handle = (await Client.SubmitAsync("select * from range(500)")).Handle;

        CheckLink(await Client.GetAsync(handle, $"?partition={partition}"), handle, relations);
    }

    [Test]
    public async Task The_link_header_of_a_single_partition()
    {
        var answer = await Client.SubmitAsync("select 1");

        CheckLink(answer, answer.Handle, "first=0,last=0");
    }

    private static void CheckLink(SqlApiAnswer answer, string handle, string relations)
    {
        var requestIds = Regex.Matches(answer.Link!, "requestId=([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})&").Select(match => match.Groups[1].Value).ToList();
        requestIds.Should().OnlyHaveUniqueItems("each link has a request id of its own");
        answer.Link.Should().Be(string.Join(',', relations.Split(',').Select(relation => relation.Split('=')).Zip(
            requestIds, (pair, id) => $"</api/v2/statements/{handle}?requestId={id}&partition={pair[1]}>; rel=\"{pair[0]}\"")));
    }

    private static string OneLine(string lines) => lines.ReplaceLineEndings("");

    private static string Text(SqlApiAnswer answer) => System.Text.Encoding.UTF8.GetString(answer.Body);
}
