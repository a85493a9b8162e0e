using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mockhaus.Statements.AspNetCore;
using Mockhaus.Statements.Tests.SqlApi;

namespace Mockhaus.Statements.Tests.FaultInjection;

public sealed class SwitchTests
{
    private const string Warning = "101 FaultInjectionEnabled Warning";

    [Test]
    public async Task Off_means_off()
    {
        using var log = new WarningLog();
        await using var server = await StartAsync(log, options => options.Always = "503");
        using var client = server.Client();
        client.Fault = "429*9; running; drop=body; rows=1; expire; advance=3650.00:00:00; nonsense";

        var answer = await client.PostAsync(
            "/api/v2/statements", """{"statement": "select * from range(3)", "parameters": {"query_tag": "mockhaus:401"}}""");

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.PartitionRows.Should().Equal(3);
        (await client.GetAsync(answer.Handle)).Body.Should().Equal(answer.Body);
        log.Lines.Should().BeEmpty();
        (server.Services.GetService<TimeProvider>() ?? TimeProvider.System).Should().BeSameAs(TimeProvider.System);
    }

    [Test]
    public async Task On_is_told_to_the_log_once()
    {
        using var log = new WarningLog();
        await using var server = await StartAsync(log, options => options.Enabled = true);
        using var client = server.Client();

        await client.SubmitAsync("select 1");

        log.Lines.Should().Equal(Warning);
    }

    [Test]
    public async Task Trouble_may_be_for_every_statement_beside_what_a_request_asks_for()
    {
        await using var server = await SqlApiServer.StartAsync(
            configureApi: api => (api.FaultInjection.Enabled, api.FaultInjection.Always, api.FaultInjection.RetryAfter) = (true, "429; get:503", TimeSpan.FromSeconds(6.5)));
        using var client = server.Client();
        client.Fault = "401";

        var statuses = new List<HttpStatusCode>();
        var answer = await client.SubmitAsync("select 1", "?requestId=a");
        statuses.Add(answer.Status);
        answer = await client.SubmitAsync("select 1", "?requestId=a");
        statuses.Add(answer.Status);
        answer.RetryAfter.Should().Be(TimeSpan.FromSeconds(7));
        client.Fault = null;
        answer = await client.SubmitAsync("select 1", "?requestId=b");
        statuses.Add(answer.Status);
        answer = await client.SubmitAsync("select 1", "?requestId=b");
        statuses.Add(answer.Status);
        statuses.Add((await client.GetAsync(answer.Handle)).Status);
        statuses.Add((await client.GetAsync(answer.Handle)).Status);

        statuses.Should().Equal(
            HttpStatusCode.Unauthorized,
            HttpStatusCode.TooManyRequests,
            HttpStatusCode.TooManyRequests,
            HttpStatusCode.OK,
            HttpStatusCode.ServiceUnavailable,
            HttpStatusCode.OK);
    }

    [Test]
    public async Task A_retry_that_asks_for_nothing_leaves_what_was_asked_for()
    {
        await using var server = await SqlApiServer.StartAsync(configureApi: api => (api.FaultInjection.Enabled, api.FaultInjection.Always) = (true, "get:429@3"));
        using var client = server.Client();
        client.Fault = "get:503@2";
        var handle = (await client.SubmitAsync("select 1", "?requestId=a")).Handle;
        client.Fault = null;
        await client.SubmitAsync("select 1", "?requestId=a&retry=true");

        (await FaultInjectionFixture.StatusesAsync(4, () => client.GetAsync(handle))).Should().Equal(
            HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable, HttpStatusCode.TooManyRequests, HttpStatusCode.OK);
    }

    [TestCase("nonsense", 1, "*FaultInjection:Always*'nonsense' is unknown. Use*")]
    [TestCase("advance=01:00:00", 1, "*FaultInjection:Always*Only requests can move the clock*")]
    [TestCase("429", -1, "*FaultInjection:RetryAfter*must be between*")]
    [TestCase("429", 3601, "*FaultInjection:RetryAfter*must be between*")]
    public async Task Options_that_are_none_stop_the_host(string always, int retryAfter, string message)
    {
        Func<Task> start = () => SqlApiServer.StartAsync(
            configureApi: api => (api.FaultInjection.Always, api.FaultInjection.RetryAfter) = (always, TimeSpan.FromSeconds(retryAfter)));

        await start.Should().ThrowAsync<OptionsValidationException>().WithMessage(message);
    }

    private static Task<SqlApiServer> StartAsync(WarningLog log, Action<FaultInjectionOptions> configure) => SqlApiServer.StartAsync(
        configureApi: api => configure(api.FaultInjection),
        configureBuilder: builder => builder.Services.AddLogging(logging => logging.AddProvider(log)));

    /// <summary>Keeps warnings of the SQL API, as "id name level".</summary>
    private sealed class WarningLog : ILoggerProvider, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) =>
            categoryName == "Mockhaus.Statements.AspNetCore" ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add($"{eventId.Id} {eventId.Name} {logLevel}");

        public void Dispose()
        {
        }
    }
}
