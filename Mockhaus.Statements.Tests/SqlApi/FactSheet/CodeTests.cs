using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Mockhaus.Statements.Tests.SqlApi.FactSheet;

/// <summary>The table of codes, a case a row.</summary>
public sealed class CodeTests
{
    private const string Endless = "select count(*) from range(1000000000000)";

    private readonly FakeTimeProvider _clock = new();
    private SqlApiServer _server = null!;
    private SqlApiClient _client = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _server = await SqlApiServer.StartAsync(
            options => (options.Results.TruncateResults, options.Results.MaxResultBytes) = (true, 1024),
            configureBuilder: builder => builder.Services.AddSingleton<TimeProvider>(_clock));
        _client = _server.Client();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [TestCase("090001", "00000", "select 1", "Statement executed successfully.")]
    [TestCase("391908", "00000", "select * from range(1000)", "The result is too large and not fully included.")]
    [TestCase("000008", "0A000", "select 1; select 2", "Actual statement count 2 did not match the desired statement count 1.")]
    [TestCase("000900", "42601", "-- nothing", "SQL compilation error:\nEmpty SQL statement.")]
    [TestCase("001003", "42000", "select 1 +", "SQL compilation error:\nsyntax error line 1 at position 10 unexpected '<EOF>'.")]
    [TestCase("000904", "42000", "select nope from (select 1 as a)", "SQL compilation error: error line 1 at position 7\ninvalid identifier 'NOPE'")]
    [TestCase("002003", "42S02", "select * from nowhere", "SQL compilation error:\nObject 'NOWHERE' does not exist or not authorized.")]
    [TestCase("100038", "22018", "select 'abc'::int", "Numeric value 'abc' is not recognized")]
    [TestCase("391911", "0A000", "begin", "Command not supported by SQL API: TRANSACTION_BEGIN")]
    [TestCase("391911", "0A000", "use other", "Command not supported by SQL API: USE")]
    [TestCase("391911", "0A000", "put file:///tmp/x @stage", "Command not supported by SQL API: PUT")]
    public async Task A_statement_answers(string code, string sqlState, string sql, string message)
    {
        var answer = await _client.SubmitAsync(sql);

        answer.Code.Should().Be(code);
        answer.Json.GetProperty("sqlState").GetString().Should().Be(sqlState);
        answer.Message.Should().Match(message);
    }

    [Test]
    public async Task C333334_asynchronous_execution_in_progress()
    {
        var running = await _client.SubmitAsync(Endless, "?async=true");
        await _client.CancelAsync(running.Handle);

        running.Code.Should().Be("333334");
    }

    [Test]
    public async Task C000604_cancelled()
    {
        var running = await _client.SubmitAsync(Endless, "?async=true");
        var cancelled = await _client.CancelAsync(running.Handle);

        cancelled.Code.Should().Be("000604");
        cancelled.Json.GetProperty("sqlState").GetString().Should().Be("57014");
    }

    [Test]
    public async Task C000630_timeout()
    {
        var running = await _client.PostAsync("/api/v2/statements?async=true", $$"""{"statement": "{{Endless}}", "timeout": 7}""");
        var answer = await _client.GetAsync(running.Handle);
        while (answer.Code == "333334")
        {
            // The clock of the timeout starts with the statement, which nobody here is told of.
            _clock.Advance(TimeSpan.FromSeconds(1));
            answer = await _client.GetAsync(running.Handle);
        }

        answer.Code.Should().Be("000630");
        answer.Json.GetProperty("sqlState").GetString().Should().Be("57014");
        answer.Message.Should().Be("Statement reached its statement or warehouse timeout of 7 second(s) and was canceled.");
    }

    [Test]
    public async Task C000709_not_found()
    {
        var answer = await _client.GetAsync("01a20461-190b-7a04-bc5e-81b7966896fb");

        answer.Code.Should().Be("000709");
        answer.Json.GetProperty("sqlState").GetString().Should().Be("02000");
    }

    [Test]
    public async Task C000710_expired_to_whoever_asks()
    {
        var handle = (await _client.SubmitAsync("select 1")).Handle;
        _clock.Advance(TimeSpan.FromHours(2));

        var get = await _client.GetAsync(handle);
        var cancel = await _client.CancelAsync(handle);

        get.Message.Should().Be($"Result for query {handle} has expired");
        new[] { get, cancel }.Should().OnlyContain(answer => answer.Code == "000710" && answer.Handle == handle);
    }

    [Test]
    public async Task C100132_a_statement_of_several_failed()
    {
        var answer = await _client.PostAsync(
            "/api/v2/statements", """{"statement": "select 1; select * from nowhere", "parameters": {"multi_statement_count": 2}}""");

        answer.Code.Should().Be("100132");
        answer.Json.GetProperty("sqlState").GetString().Should().Be("P0000");
    }

    [TestCase("9")]
    [TestCase("-1")]
    [TestCase("one")]
    public async Task C391922_invalid_partition(string partition)
    {
        var handle = (await _client.SubmitAsync("select 1")).Handle;
        var answer = await _client.GetAsync(handle, $"?partition={partition}");

        answer.Code.Should().Be("391922");
        answer.Json.GetProperty("sqlState").GetString().Should().Be("22023");
        answer.Message.Should().Be(
            $"Invalid partition parameter. The partition must be long type parsable and between 0 and 0, but '{partition}' is specified.");
    }
}
