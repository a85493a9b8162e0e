using System.Net;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Sample;

public sealed class ExternalAccessTests
{
    [Test]
    public async Task One_session_changes_neither_the_zone_of_the_others_nor_reads_their_statements()
    {
        await using var server = await SampleProcess.StartAsync();
        using var one = server.Client("one");
        using var other = server.Client("other");

        foreach (var sql in new[] { "from query('from ena' || 'ble_logging(''QueryLog'')')", "from duckdb_logs()", "set global TimeZone = 'Asia/Tokyo'", "reset global TimeZone" })
        {
            (await one.SubmitAsync(sql)).Code.Should().Be("003001", sql);
        }

        (await one.SubmitAsync("set TimeZone = 'Asia/Tokyo'")).Status.Should().Be(HttpStatusCode.OK);
        (await other.SubmitAsync("select current_setting('TimeZone')")).Rows.Single().Should().Equal("UTC");
    }

    [TestCase("select json_structure(repeat('[', 1000000) || repeat(']', 1000000))")]
    [TestCase("select from_json('null', repeat('[', 1000000) || repeat(']', 1000000))")]
    [TestCase("select (repeat('{\"a\":', 1000000) || '1' || repeat('}', 1000000))::json::variant")]
    public async Task A_deep_value_that_sql_computes_does_not_end_the_server(string sql)
    {
        await using var server = await SampleProcess.StartAsync();
        using var client = server.Client();

        (await client.SubmitAsync(sql)).Status.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await client.SubmitAsync("select 1")).Status.Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task After_a_full_disk_the_database_answers_503_and_then_serves_again_without_a_restart()
    {
        using var folder = new TemporaryFolder();
        using var disk = SmallDisk.Mount(folder.File("disk"), 24);
        var ballast = disk.Fill(8);
        await using var server = await SampleProcess.StartAsync("--database", Path.Combine(disk.Folder, "users.db"), "--Mockhaus:Statements:Type=Memory");
        using var client = server.Client();
        (await client.SubmitAsync("create table t (v varchar)")).Status.Should().Be(HttpStatusCode.OK);

        SqlApiAnswerOf answer = default;
        for (var i = 0; i < 200 && answer.Code is null; i++)
        {
            var insert = await client.SubmitAsync("insert into t select string_agg(md5(random()::varchar), '') from range(20000)");
            answer = insert.Status == HttpStatusCode.OK ? default : new(insert.Status, insert.Code);
        }

        answer.Should().Be(new SqlApiAnswerOf(HttpStatusCode.ServiceUnavailable, StatementErrorCodes.DatabaseUnavailable));
        File.Delete(ballast);
        (await client.SendAsync(HttpMethod.Get, "/health")).Status.Should().Be(HttpStatusCode.OK);
        (await client.SubmitAsync("insert into t values ('after')")).Status.Should().Be(HttpStatusCode.OK);
        (await client.SubmitAsync("set memory_limit = '1 MB'")).Status.Should().Be(HttpStatusCode.UnprocessableEntity, "it is locked down again");
    }

    private readonly record struct SqlApiAnswerOf(HttpStatusCode Status, string? Code);
}
