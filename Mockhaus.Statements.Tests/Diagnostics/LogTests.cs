using Microsoft.Extensions.Logging;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Diagnostics;

public sealed class LogTests : DiagnosticsFixture
{
    private readonly NotedLog _log = new();

    protected override ILogger<StatementManager> Logger => _log;

    [SetUp]
    public void Clear() => _log.Lines.Clear();

    [Test]
    public async Task An_end_is_told_without_sql_bindings_or_the_failures_message()
    {
        Executor.Run = (_, _) => throw new StatementFailedException(new("002003", "42S02", "secret-message"));
        Executor.Release();
        var bindings = new Dictionary<string, StatementBinding> { ["1"] = new("TEXT", "secret-value") };
        var statement = await Manager.SubmitAsync("secret-session", new() { Sql = "secret-sql", Bindings = bindings }, default);
        await Telemetry.EndedAsync();

        _log.Lines.Should().Contain($"9 StatementEnded Debug: Statement {statement.Handle} has ended as Failed (002003)");
        _log.Lines.Should().Contain(
            $"1 StatementFailed Debug: Statement {statement.Handle} failed with 002003 (StatementFailedException)");
        _log.Lines.Should().NotContain(line => line.Contains("secret"));
    }

    [Test]
    public async Task An_executors_own_exception_is_told_with_the_exception()
    {
        Executor.Run = (_, _) => throw new InvalidOperationException("no pool", new TimeoutException());
        Executor.Release();

        var final = await EndAsync(await SubmitAsync());

        final.Error!.Code.Should().Be("900001");
        (await _log.NextAsync("ExecutorFailed")).Should().Be(
            $"19 ExecutorFailed Warning: The executor failed on statement {final.Handle}, not because of its SQL; the statement ends with 900001 no pool");
    }

    [Test]
    public async Task A_result_that_the_store_does_not_take_is_told_with_the_exception()
    {
        Executor.Run = WriteAsync;
        Executor.Release();
        Store.Fault = call => call.Operation == StoreOperation.WriteBatch ? FaultyStore.Outage(call) : null;

        var final = await EndAsync(await SubmitAsync());

        (await _log.NextAsync("ResultNotStored")).Should().StartWith(
            $"20 ResultNotStored Warning: The result of statement {final.Handle} could not be stored; the statement ends with 900003 The test store");
    }

    private static IEnumerable<Exception> AnswersToSql()
    {
        yield return new TestDbException("secret", "58000");
        yield return new StatementFailedException(new("002003", "42S02", "secret"), new InvalidOperationException("secret"));
        yield return new InvalidOperationException("secret", new TestDbException("secret", "58000"));
        yield return new AggregateException(new InvalidOperationException("secret"), new TestDbException("secret", "58000"));
        yield return new InvalidOperationException("secret", new AggregateException(new InvalidOperationException("secret", new TestDbException("secret", "58000"))));
    }

    [TestCaseSource(nameof(AnswersToSql))]
    public async Task A_databases_exception_is_not_told_wherever_it_is(Exception exception)
    {
        Executor.Run = (_, _) => throw exception;
        Executor.Release();
        await EndAsync(await SubmitAsync());
        await Telemetry.EndedAsync();

        _log.Lines.Should().NotContain(line => line.Contains("secret") || line.Contains("ExecutorFailed"));
    }

    [Test]
    public async Task A_cancel_is_no_failure_of_the_executor()
    {
        var statement = await SubmitRunningAsync();

        await Manager.CancelAsync(Session, statement.Handle, default);
        await _log.NextAsync("StatementFailed");
        await Manager.DisposeAsync();

        _log.Lines.Should().NotContain(line => line.Contains("ExecutorFailed"));
    }

    [Test]
    public async Task Rows_that_are_given_up_are_told()
    {
        Create(options => options.Results.MaxTotalResultBytes = 1024);
        Executor.Release();
        Executor.Run = WriteAsync;
        var first = await EndAsync(await SubmitAsync());
        await EndAsync(await SubmitAsync());

        (await _log.NextAsync("RowsEvicted")).Should().Be(
            $"10 RowsEvicted Information: The 1 rows of statement {first.Handle} were evicted to keep all results within 1024 bytes");
    }

    [Test]
    public async Task Making_room_that_stopping_breaks_off_is_no_end_that_could_not_be_stored()
    {
        Create(options => options.Results.MaxTotalResultBytes = 1024);
        Executor.Release();
        Executor.Run = WriteAsync;
        await EndAsync(await SubmitAsync());
        var stopping = new TaskCompletionSource<Task>();
        Store.Fault = call =>
        {
            if (call.Statement?.RowsEvictedAt is null)
            {
                return null;
            }

            stopping.TrySetResult(Manager.DisposeAsync().AsTask());
            return new OperationCanceledException();
        };
        await SubmitAsync();
        await (await stopping.Task.WaitAsync(Safety)).WaitAsync(Safety);

        _log.Lines.Should().NotContain(line => line.Contains("EndNotStored") || line.Contains("SweepFailed"));
    }

    [Test]
    public async Task A_session_that_idles_out_is_told_without_its_name()
    {
        Create(options => options.Retention.SessionIdleTimeout = TimeSpan.FromMinutes(1));
        await SubmitFinishedAsync();
        await Telemetry.EndedAsync();
        Clock.Advance(TimeSpan.FromMinutes(2));
        await SubmitAsync();

        _log.Lines.Should().Contain("11 SessionIdledOut Information: An idle session has ended; 1 of its statements were removed");
        _log.Lines.Should().NotContain(line => line.Contains(Session));
    }

    [Test]
    public async Task A_store_that_takes_no_statement_is_told_once_an_outage_without_sql()
    {
        for (var outage = 1; outage <= 2; outage++)
        {
            Store.Fault = call => call.Operation == StoreOperation.Add ? FaultyStore.Outage(call) : null;
            for (var i = 0; i < 3; i++)
            {
                await FluentActions.Awaiting(async () => await Manager.SubmitAsync(Session, new() { Sql = "secret-sql" }, default))
                    .Should().ThrowAsync<StatementStoreException>();
            }

            Store.Fault = null;
            await SubmitAsync();

            _log.Lines.Where(line => line.StartsWith("13 NotStored Warning: Statement ", StringComparison.Ordinal)).Should().HaveCount(outage);
        }

        _log.Lines.Should().NotContain(line => line.Contains("secret"));
    }

    /// <summary>A result of which two are too many.</summary>
    private static ValueTask WriteAsync(StatementExecution execution, CancellationToken cancellationToken)
    {
        execution.Result.Start([ResultColumn.Text("A")]);
        execution.Result.Row.WriteUtf8(new byte[800]);
        return execution.Result.EndRowAsync(cancellationToken);
    }
}
