using System.Net;
using System.Text;
using DuckDB.NET.Data;
using Mockhaus.Statements.Tests.SqlApi;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Sample;

public sealed class SampleServerTests
{
    [Test]
    public async Task It_answers_and_says_what_it_serves()
    {
        await using var server = await SampleProcess.StartAsync();
        using var client = server.Client();

        var answer = await client.SubmitAsync("select 42 as answer");

        answer.Rows.Should().ContainSingle().Which.Should().Equal("42");
        server.Output.Should().Contain("/api/v2/statements").And.Contain("curl -s http://127.0.0.1:").And.Contain("Tables:     none yet")
            .And.Contain("Statements: in memory; a restart forgets them");
    }

    [Test]
    public async Task Partitions_can_be_as_small_as_those_of_Snowflake()
    {
        await using var server = await SampleProcess.StartAsync("--Mockhaus:Statements:Results:ResultPartitioning=Snowflake");
        using var client = server.Client();

        (await client.SubmitAsync("select lpad(i::varchar, 45, 'x') from range(20000) r(i)")).PartitionRows.Should().HaveCount(4);
    }

    [TestCase("select 1 / 0")]
    [TestCase("select 1 // 0")]
    [TestCase("select 7 % (i - 1) from range(3) r(i)")]
    public async Task Division_by_zero_is_an_error_and_any_other_is_none(string sql)
    {
        await using var server = await SampleProcess.StartAsync();
        using var client = server.Client();

        (await client.SubmitAsync(sql)).Code.Should().Be("100051");
        (await client.SubmitAsync("select 7 / 2, 7 // 2, 7 % 4, 1 / null")).Rows.Single().Should().Equal("3.5", "3", "3", null);
    }

    [Test]
    public async Task It_stops_when_it_is_told_to_although_a_statement_runs()
    {
        await using var server = await SampleProcess.StartAsync();
        using var client = server.Client();
        await client.SubmitAsync("select count(*) from range(1000000000000)", "?async=true");

        (await server.TerminateAsync()).Should().Be(0);
    }

    [Test]
    public async Task A_folder_of_data_becomes_tables_that_can_be_joined()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("customers.csv"), "id,name\n1,Ada\n2,Grace\n3,Edsger\n");
        await File.WriteAllTextAsync(folder.File("it's odd.json"), """[{"id": 1, "city": "London"}, {"id": 2, "city": "New York"}]""");
        await File.WriteAllTextAsync(folder.File("notes.txt"), "no table");
        await ExecuteAsync(
            $"copy (select i as id, i % 3 + 1 as customer, (i * 1.5)::decimal(9,2) as amount from range(9) t(i)) to '{folder.File("orders.parquet")}'");

        await using var server = await SampleProcess.StartAsync("--data", folder.Path);
        using var client = server.Client();
        var answer = await client.SubmitAsync(
            """
            select name, city, count(*) as orders, sum(amount) as total from customers c
            join orders o on o.customer = c.id left join "it's odd" p on p.id = c.id group by all order by name
            """);

        server.Output.Should().Contain("customers, it's odd, orders");
        answer.Rows.Select(row => string.Join('|', row.Select(cell => cell ?? "-"))).Should().Equal(
            "Ada|London|3|13.50", "Edsger|-|3|22.50", "Grace|New York|3|18.00");
    }

    [TestCase("select * from read_csv('/etc/hostname')")]
    [TestCase("select * from read_text('/etc/hostname')")]
    [TestCase("copy (select 1) to '/tmp/mockhaus-must-not-exist.csv'")]
    [TestCase("attach '/tmp/mockhaus-must-not-exist.db' as other")]
    [TestCase("install httpfs")]
    [TestCase("load httpfs")]
    [TestCase("select * from 'http://127.0.0.1:1/x.csv'")]
    [TestCase("set enable_external_access = true")]
    [TestCase("call enable_logging(storage='file', storage_path='/tmp/mockhaus-must-not-exist')")]
    [TestCase("explain analyze copy (select 1) to '/tmp/mockhaus-must-not-exist.csv'")]
    [TestCase("select * from glob('/etc/*')")]
    [TestCase("set lock_configuration = false")]
    [TestCase("export database '/tmp/mockhaus-must-not-exist'")]
    public async Task Sql_reaches_no_file_and_no_network(string sql)
    {
        await using var server = await SampleProcess.StartAsync();
        using var client = server.Client();

        var answer = await client.SubmitAsync(sql);

        answer.Status.Should().Be(HttpStatusCode.UnprocessableEntity);
        Directory.EnumerateFileSystemEntries("/tmp", "mockhaus-must-not-exist*").Should().BeEmpty();
        (await client.SubmitAsync("select 1")).Status.Should().Be(HttpStatusCode.OK, "the server has survived it");
    }

    [TestCase("set memory_limit = '1 MB'")]
    [TestCase("set allowed_configs = ['memory_limit']")]
    public async Task Of_a_locked_database_only_the_zone_can_be_set(string sql)
    {
        await using var server = await SampleProcess.StartAsync();
        using var client = server.Client();
        const string Body = """{"statement": "select current_setting('TimeZone'), hour(timestamptz '2026-07-01 00:00:00+00')", "parameters": {"TIMEZONE": "Asia/Tokyo"}}""";

        (await client.SubmitAsync(sql)).Status.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await client.PostAsync("/api/v2/statements", Body)).Rows.Single().Should().Equal("Asia/Tokyo", "9");
        (await client.SubmitAsync("select current_setting('TimeZone')")).Rows.Single().Should().Equal("UTC");
    }

    [Test]
    public async Task It_makes_trouble_on_demand_when_it_is_started_so_and_only_then()
    {
        await using var untroubled = await SampleProcess.StartAsync();
        await using var faulty = await SampleProcess.StartAsync("--faults", "--Mockhaus:Statements:SqlApi:FaultInjection:Always=get:503");
        using var one = untroubled.Client();
        using var other = faulty.Client();
        (one.Fault, other.Fault) = ("429", "429");

        (await one.SubmitAsync("select 1", "?requestId=a")).Status.Should().Be(HttpStatusCode.OK);
        (await other.SubmitAsync("select 1", "?requestId=a")).Status.Should().Be(HttpStatusCode.TooManyRequests);
        var answer = await other.SubmitAsync("select 1", "?requestId=a");
        (await other.GetAsync(answer.Handle)).Status.Should().Be(HttpStatusCode.ServiceUnavailable);
    }

    [Test]
    public async Task A_database_file_keeps_its_tables()
    {
        using var folder = new TemporaryFolder();
        await using (var first = await SampleProcess.StartAsync("--database", folder.File("users.db")))
        {
            using var client = first.Client();
            await client.SubmitAsync("create table t as select 7 as seven");
            await first.TerminateAsync();
        }

        await using var second = await SampleProcess.StartAsync("--database", folder.File("users.db"));
        using var again = second.Client();
        second.Output.Should().Contain("Tables:     t").And.Contain($"Statements: {folder.File("users.db.statements.db")}, with memory before it");
        (await again.SubmitAsync("select seven from t")).Rows.Should().ContainSingle().Which.Should().Equal("7");
    }

    [Test]
    public async Task A_killed_server_finds_its_statements_and_their_rows_again()
    {
        using var folder = new TemporaryFolder();
        SqlApiAnswer done;
        SqlApiAnswer running;
        byte[] part;
        await using (var first = await SampleProcess.StartAsync("--database", folder.File("users.db"), "--Mockhaus:Statements:Results:InlineResultBytes=0"))
        {
            using var client = first.Client();
            done = await client.SubmitAsync("select i, 'row ' || i as text from range(25000) t(i)");
            part = (await client.GetAsync(done.Handle, "?partition=2")).Body;
            running = await client.SubmitAsync("select count(*) from range(1000000000000)", "?async=true");
            (await client.GetAsync(running.Handle)).Status.Should().Be(HttpStatusCode.Accepted);
            await first.KillAsync();
        }

        await using var second = await SampleProcess.StartAsync("--database", folder.File("users.db"));
        using var again = second.Client();
        using var stranger = second.Client("somebody else");

        var found = await again.GetAsync(done.Handle);
        found.Status.Should().Be(HttpStatusCode.OK);
        found.PartitionRows.Should().Equal(done.PartitionRows).And.HaveCountGreaterThan(2);
        found.Rows.Should().BeEquivalentTo(done.Rows);
        (await again.GetAsync(done.Handle, "?partition=2")).Body.Should().Equal(part);
        (await stranger.GetAsync(done.Handle)).Message.Should().Contain("not found");
        var lost = await again.GetAsync(running.Handle);
        (lost.Status, lost.Code).Should().Be((HttpStatusCode.UnprocessableEntity, StatementErrorCodes.OwnerLost));
        lost.Message.Should().Contain("server that ran the statement is gone");
        File.Exists(folder.File("users.db.statements.db")).Should().BeTrue();
    }

    [Test]
    public async Task Not_even_its_own_database_file_is_open_to_sql()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("users.db");
        await using var server = await SampleProcess.StartAsync("--database", file);
        using var client = server.Client();

        var read = await client.SubmitAsync($"select * from \"read_blob\" /* */ ('{file}')");
        var write = await client.SubmitAsync($"/* */ copy (select 1) to '{file}' (format csv, use_tmp_file false)");

        read.Code.Should().Be("003001");
        write.Code.Should().Be("003001");
    }

    [Test]
    public async Task Tables_that_a_database_has_are_not_loaded_again()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("names.csv"), "id,name\n1,Ada\n");
        string[] arguments = ["--database", folder.File("users.db"), "--data", folder.Path];
        await using (var first = await SampleProcess.StartAsync(arguments))
        {
            using var client = first.Client();
            await client.SubmitAsync("update names set name = 'Grace'");
            await first.TerminateAsync();
        }

        await using var second = await SampleProcess.StartAsync(arguments);
        using var again = second.Client();
        (await again.SubmitAsync("select name from names")).Rows.Should().ContainSingle().Which.Should().Equal("Grace");
    }

    [TestCase("--help", 0)]
    [TestCase("--prot 8101", 2)]
    [TestCase("--port", 2)]
    [TestCase("--port 99999", 1)]
    [TestCase("--port x", 1)]
    public async Task A_mistyped_command_line_is_explained_and_serves_nothing(string arguments, int exitCode)
    {
        await using var server = SampleProcess.Launch(arguments.Split(' '));

        (await server.WaitForExitAsync()).Should().Be(exitCode);
        ((await server.ErrorsAsync()) + await server.OutputAsync()).Should().Contain("--port").And.NotContain("   at ");
    }

    [TestCase("--prot=8101")]
    [TestCase("--prot")]
    [TestCase("serve")]
    public async Task An_argument_that_does_not_exist_is_named(string argument)
    {
        await using var server = SampleProcess.Launch("--port", "0", argument);

        (await server.WaitForExitAsync()).Should().Be(2);
        (await server.ErrorsAsync()).Should().Contain(argument).And.NotContain("   at ");
    }

    [Test]
    public async Task The_version_is_that_of_the_packages()
    {
        await using var server = SampleProcess.Launch("--version");

        (await server.WaitForExitAsync()).Should().Be(0);
        (await server.OutputAsync()).Should().MatchRegex(@"^\d+\.\d+\.\d+");
    }

    [Test]
    public async Task What_a_person_can_mend_is_said_in_one_line()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("no.db"), new string('x', 100_000));

        await using var missing = SampleProcess.Launch("--port", "0", "--data", folder.File("missing"));
        await using var garbage = SampleProcess.Launch("--port", "0", "--database", folder.File("no.db"));

        (await missing.WaitForExitAsync()).Should().Be(1);
        (await missing.ErrorsAsync()).Should().StartWith("Cannot start: ").And.Contain("missing").And.NotContain("   at ");
        (await garbage.WaitForExitAsync()).Should().Be(1);
        (await garbage.ErrorsAsync()).Should().StartWith("Cannot start: ").And.Contain("no.db").And.NotContain("   at ");
    }

    [TestCase("--Mockhaus:Statements:Retention:DefaultTimeToLive=abc", "DefaultTimeToLive")]
    [TestCase("--Mockhaus:Statements:Type=Redis", "Mockhaus.Statements.Redis")]
    [TestCase("--Mockhaus:Statements:Type=Hybird", "one of Memory, DuckDb, Hybrid, Redis, Session")]
    [TestCase("--Mockhaus:Statements:DuckDb:MemoryLimit=1", "DuckDb:MemoryLimit")]
    public async Task A_wrong_setting_is_said_in_one_line_and_leaves_no_file(string setting, string what)
    {
        using var folder = new TemporaryFolder();

        await using var server = SampleProcess.Launch("--port", "0", "--database", folder.File("users.db"), setting);

        (await server.WaitForExitAsync()).Should().Be(1);
        (await server.ErrorsAsync()).Should().StartWith("Cannot start: ").And.Contain(what).And.NotContain("   at ");
        Directory.EnumerateFileSystemEntries(folder.Path).Should().BeEmpty();
    }

    [TestCase("no.db", "Name another file, or move this one away")]
    [TestCase("missing/users.db", "Make the folder first")]
    [TestCase("folder", "the path is a folder")]
    [TestCase(" ", "leave it out for a database in memory")]
    [TestCase(":memory:", "leave it out for a database in memory")]
    public async Task A_database_that_cannot_be_opened_is_said_with_what_to_do(string file, string advice)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("no.db"), new string('x', 100_000));
        Directory.CreateDirectory(folder.File("folder"));

        await using var server = SampleProcess.Launch("--port=0", $"--database={(file.Trim().Length > 1 && file[0] != ':' ? folder.File(file) : file)}");

        (await server.WaitForExitAsync()).Should().Be(1);
        (await server.ErrorsAsync()).Should().StartWith("Cannot start: ").And.Contain(advice).And.NotContain("   at ");
        Directory.EnumerateFileSystemEntries(folder.Path).Should().HaveCount(2);
    }

    [Test]
    public async Task A_database_that_another_process_has_is_said_with_what_to_do()
    {
        using var folder = new TemporaryFolder();
        await using var first = await SampleProcess.StartAsync("--database", folder.File("users.db"));

        await using var second = SampleProcess.Launch("--port", "0", "--database", folder.File("users.db"));

        (await second.WaitForExitAsync()).Should().Be(1);
        (await second.ErrorsAsync()).Should().StartWith("Cannot start: ").And.Contain("Stop it, or give each its own file").And.NotContain("..");
    }

    [TestCase("Memory", "in memory; a restart forgets them", 2)]
    [TestCase("DuckDb", ".statements.db", 3)]
    public async Task A_type_that_is_given_counts_also_with_a_database(string type, string place, int files)
    {
        using var folder = new TemporaryFolder();

        await using var server = await SampleProcess.StartAsync("--database", folder.File("users.db"), $"--Mockhaus:Statements:Type={type}");

        server.Output.Should().Contain(place + Environment.NewLine);
        Directory.EnumerateFiles(folder.Path, "*.db").Should().HaveCount(files).And.Contain(folder.File("users.db.history.db"));
    }

    [Test]
    public async Task A_host_header_of_somebody_else_is_refused_with_an_empty_body()
    {
        await using var server = await SampleProcess.StartAsync();
        using var client = server.Client();
        using var content = new StringContent("{\"statement\": \"select 1\"}");
        content.Headers.ContentType = new("application/json");

        var answer = await client.SendAsync(HttpMethod.Post, "/api/v2/statements", content, host: "evil.example");

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        answer.Body.Should().BeEmpty();
    }

    [Test]
    public async Task It_tells_its_health_to_the_allowed_hosts_only()
    {
        await using var server = await SampleProcess.StartAsync();
        using var client = server.Client();

        var answer = await client.SendAsync(HttpMethod.Get, "/health");
        var other = await client.SendAsync(HttpMethod.Get, "/health", host: "evil.example");

        (answer.Status, Encoding.UTF8.GetString(answer.Body)).Should().Be((HttpStatusCode.OK, "Healthy"));
        other.Status.Should().Be(HttpStatusCode.BadRequest);
    }

    private static async Task ExecuteAsync(string sql)
    {
        await using var connection = new DuckDBConnection("Data Source=:memory:");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
