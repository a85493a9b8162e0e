using System.Net;
using System.Net.Sockets;
using System.Text;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Sample;

/// <summary>The sample server with too little of what a process needs.</summary>
[Platform("Linux")]
public sealed class PressureTests
{
    [Test]
    public async Task With_few_descriptors_it_refuses_connections_and_goes_on()
    {
        await using var server = await SampleProcess.StartAfterAsync("ulimit -n 256");
        var url = server.Url;
        for (var round = 0; round < 2; round++)
        {
            var (answered, refused) = await FloodAsync(url, 400);

            answered.Should().BePositive();
            refused.Should().BeGreaterThan(300);
        }

        using var client = server.Client();
        (await AnswerAsync(client)).Rows[0].Should().Equal("42");
        (await server.TerminateAsync()).Should().Be(0);
        (await server.OutputAsync()).Should().Contain("connections were refused").And.Contain("may open 256 files").And.NotContain("Exception");
    }

    [Test]
    public async Task A_read_that_there_is_no_memory_for_is_answered_with_503_and_the_next_goes_through()
    {
        // 60 MB once it is unpacked, in a heap of 56 that had no part in storing it.
        using var folder = new TemporaryFolder();
        string[] arguments =
        [
            "--database",
            folder.File("data.db"),
            "--Mockhaus:Statements:DuckDb:MemoryLimit=1024",
            "--Mockhaus:Statements:Results:InlineResultBytes=0",
            "--Mockhaus:Statements:Results:MaxResultBytes=500000000",
            "--Mockhaus:Statements:Results:ResultBatchBytes=125829120",
        ];
        string handle;
        await using (var first = await SampleProcess.StartAsync(arguments))
        {
            using var writer = first.Client();
            handle = (await writer.SubmitAsync("select repeat('x', 1000000) from range(251)")).Handle;
            await first.TerminateAsync();
        }

        await using var server = await SampleProcess.StartAfterAsync("export DOTNET_GCHeapHardLimit=0x3800000", arguments);
        using var client = server.Client();
        var read = await client.SendAsync(HttpMethod.Get, $"/api/v2/statements/{handle}?partition=1", acceptEncoding: "identity");

        read.Status.Should().Be(HttpStatusCode.ServiceUnavailable);
        read.Code.Should().Be("900013");
        read.Message.Should().Contain("out of memory");
        (await client.SubmitAsync("select 42")).Rows[0].Should().Equal("42");
    }

    [Test]
    public async Task Tokens_of_a_user_are_one_session_that_the_command_line_names()
    {
        await using var server = await SampleProcess.StartAsync("--user", "ada=first==", "--user=ada=renewed", "--user", "grace=other");
        using var first = server.Client("first==");
        using var renewed = server.Client("renewed");
        using var other = server.Client("other");

        var handle = (await first.SubmitAsync("select 42")).Handle;

        (await renewed.GetAsync(handle)).Status.Should().Be(HttpStatusCode.OK);
        (await other.GetAsync(handle)).Code.Should().Be("000709");
    }

    /// <summary>Opens as many connections as once, and counts what becomes of them; all are closed then.</summary>
    private static async Task<(int Answered, int Refused)> FloodAsync(Uri url, int count)
    {
        var clients = Enumerable.Range(0, count).Select(_ => new TcpClient()).ToList();
        try
        {
            var outcomes = await Task.WhenAll(clients.Select(client => IsAnsweredAsync(client, url)));
            return (outcomes.Count(answered => answered), outcomes.Count(answered => !answered));
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }

    private static async Task<bool> IsAnsweredAsync(TcpClient client, Uri url)
    {
        try
        {
            await client.ConnectAsync(url.Host, url.Port);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            return await client.GetStream().ReadAsync(new byte[16]) > 0;
        }
        catch (IOException)
        {
            return false;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Until the connections of before are closed on the server's side too, it may refuse one more.</summary>
    private static async Task<SqlApi.SqlApiAnswer> AnswerAsync(SqlApi.SqlApiClient client)
    {
        while (true)
        {
            try
            {
                return await client.SubmitAsync("select 42");
            }
            catch (HttpRequestException)
            {
                await Task.Yield();
            }
        }
    }
}
