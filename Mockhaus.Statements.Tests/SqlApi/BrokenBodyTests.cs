using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.SqlApi;

/// <summary>Bodies that do not come to their end.</summary>
[TestFixture(false)]
[TestFixture(true)]
public sealed class BrokenBodyTests(bool hasFault)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(77);
    private static readonly TimeSpan Safety = TimeSpan.FromSeconds(30);

    private readonly AllLogs _logs = new(LogLevel.Warning);
    private SignallingClock _clock = null!;
    private SqlApiServer _server = null!;

    [SetUp]
    public async Task Start()
    {
        _logs.Lines.Clear();
        _clock = new(DateTimeOffset.UnixEpoch);
        _server = await SqlApiServer.StartAsync(
            configureApi: api => (api.RequestBodyTimeout, api.FaultInjection.Enabled) = (Limit, hasFault),
            configureBuilder: builder => builder.Services.AddSingleton<TimeProvider>(_clock).AddLogging(logging => logging.AddProvider(_logs)));
    }

    [TearDown]
    public async Task Stop() => await _server.DisposeAsync();

    [OneTimeTearDown]
    public void Forget() => _logs.Dispose();

    [Test]
    public async Task A_client_that_vanishes_inside_of_its_body_leaves_no_error_in_the_log(
        [Values("Content-Length: 100", "Transfer-Encoding: chunked")] string framing, [Values("", "{\"stat")] string begin, [Values] bool resets)
    {
        using (var client = await SendAsync(framing, begin))
        {
            await _clock.TimerAsync(Limit);
            client.LingerState = new(resets, 0);
        }

        // All connections have ended when the server has.
        await _server.StopAsync();
        _logs.Lines.Should().NotContain(line => !line.Contains("Fault injection is on", StringComparison.Ordinal));
    }

    [TestCase("Content-Length: 100")]
    [TestCase("Transfer-Encoding: chunked")]
    public async Task A_body_that_takes_too_long_is_refused_with_408_and_its_connection_closed(string framing)
    {
        using var client = await SendAsync(framing, "{\"stat");
        await _clock.TimerAsync(Limit);
        var answer = ReadAnswerAsync(new(client.GetStream()), "HTTP/1.1 408 Request Timeout");

        _clock.Advance(Limit - TimeSpan.FromMilliseconds(1));
        answer.IsCompleted.Should().BeFalse();
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        var (headers, body) = await answer;
        headers.Should().Contain("Connection: close");
        body.Should().Be(
            "{\"code\":\"900014\",\"message\":\"The request body took too long. It was not complete after 77 seconds. Send it again.\","
            + "\"sqlState\":\"57014\",\"statementHandle\":null}");
        _logs.Lines.Should().NotContain(line => !line.Contains("Fault injection is on", StringComparison.Ordinal));
    }

    [TestCase("Content-Length: 26")]
    [TestCase("Transfer-Encoding: chunked")]
    public async Task A_body_that_comes_byte_by_byte_is_read_as_one_and_the_connection_serves_the_next_request(string framing)
    {
        const string body = """{"statement": "select 42"}""";
        using var client = await SendAsync(framing, "");
        client.NoDelay = true;
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream);
        for (var request = 0; request < 2; request++)
        {
            if (request == 1)
            {
                await WriteAsync(stream, Head(framing));
            }

            foreach (var letter in body)
            {
                await WriteAsync(stream, framing[0] == 'T' ? $"1\r\n{letter}\r\n" : $"{letter}");
            }

            await WriteAsync(stream, framing[0] == 'T' ? "0\r\n\r\n" : "");
            (await ReadAnswerAsync(reader, "HTTP/1.1 200 OK")).Body.Should().Contain("[[\"42\"]]");
        }
    }

    private static async Task<(IReadOnlyList<string> Headers, string Body)> ReadAnswerAsync(StreamReader reader, string status)
    {
        (await reader.ReadLineAsync().WaitAsync(Safety)).Should().Be(status);
        var headers = new List<string>();
        while (await reader.ReadLineAsync().WaitAsync(Safety) is { Length: > 0 } header)
        {
            headers.Add(header);
        }

        const string length = "Content-Length: ";
        var body = new char[int.Parse(headers.Single(header => header.StartsWith(length, StringComparison.Ordinal)).AsSpan(length.Length), CultureInfo.InvariantCulture)];
        await reader.ReadBlockAsync(body).AsTask().WaitAsync(Safety);
        return (headers, new(body));
    }

    private async Task<TcpClient> SendAsync(string framing, string begin)
    {
        var client = new TcpClient();
        await client.ConnectAsync(_server.Address.Host, _server.Address.Port);
        await WriteAsync(client.GetStream(), Head(framing) + (begin.Length > 0 && framing[0] == 'T' ? $"64\r\n{begin}" : begin));
        return client;
    }

    private static string Head(string framing) =>
        $"POST /api/v2/statements HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer me\r\nContent-Type: application/json\r\n{framing}\r\n\r\n";

    private static async Task WriteAsync(NetworkStream stream, string text) => await stream.WriteAsync(Encoding.UTF8.GetBytes(text));
}
