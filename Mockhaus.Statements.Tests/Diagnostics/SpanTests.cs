using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Diagnostics;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Diagnostics;

public sealed class SpanTests : DiagnosticsFixture
{
    private const string Sql = "SELECT secret_column FROM t WHERE a = ?";

    private static readonly StatementRequest Request = new()
    {
        Sql = Sql,
        Bindings = new Dictionary<string, StatementBinding> { ["1"] = new("TEXT", "secret-value") },
        Context = new() { Database = "DB", Schema = "PUBLIC", Parameters = new Dictionary<string, string> { ["P"] = "secret-parameter" } },
        QueryTag = "nightly",
    };

    [Test]
    public async Task It_names_the_statement_and_its_place()
    {
        Executor.Run = WriteRowsAsync;
        Executor.Release();
        var statement = await Manager.SubmitAsync(Session, Request, default);

        var span = await Telemetry.EndedAsync();

        (span.OperationName, span.Kind, span.Status).Should().Be(("SELECT", ActivityKind.Internal, ActivityStatusCode.Unset));
        (span.Source.Name, span.Source.Version).Should().Be(("Mockhaus.Statements", "0.1.0"));
        span.TagObjects.Should().BeEquivalentTo(new Dictionary<string, object?>
        {
            ["db.system.name"] = "other_sql",
            ["db.operation.name"] = "SELECT",
            ["db.namespace"] = "DB|PUBLIC",
            ["db.response.returned_rows"] = 2L,
            ["mockhaus.statement.handle"] = $"{statement.Handle}",
            ["mockhaus.statement.query_tag"] = "nightly",
            ["mockhaus.statement.outcome"] = "succeeded",
        });
    }

    [Test]
    public async Task A_failure_is_an_error_with_a_code_and_without_the_message()
    {
        Executor.Run = (_, _) => throw new StatementFailedException(new("002003", "42S02", $"in {Sql}: secret-value"));
        Executor.Release();
        await Manager.SubmitAsync(Session, Request, default);

        var span = await Telemetry.EndedAsync();

        (span.Status, span.StatusDescription).Should().Be((ActivityStatusCode.Error, null));
        (Tag(span, "error.type"), Tag(span, "db.response.status_code")).Should().Be(("002003", "002003"));
        Everything(span).Should().NotContain("secret");
    }

    [Test]
    public async Task A_cancelled_statement_is_no_error()
    {
        var statement = await SubmitRunningAsync();
        await Manager.CancelAsync(Session, statement.Handle, default);

        var span = await Telemetry.EndedAsync();

        span.Status.Should().Be(ActivityStatusCode.Unset);
        (Tag(span, "error.type"), Tag(span, "db.response.status_code")).Should().Be((null, "000604"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Sql_is_told_when_asked_for_and_bindings_never(bool traceSql)
    {
        Create(options => options.TraceSql = traceSql);
        Executor.Release();
        await Manager.SubmitAsync(Session, Request, default);

        var span = await Telemetry.EndedAsync();

        Tag(span, "db.query.text").Should().Be(traceSql ? Sql : null);
        Everything(span).Replace(Sql, "", StringComparison.Ordinal).Should().NotContain("secret");
        Telemetry.Readings.SelectMany(reading => reading.Tags.Values).Should().NotContain(value => $"{value}".Contains("secret"));
    }

    [Test]
    public async Task It_lies_below_its_submitters_span_and_above_its_executors()
    {
        var inside = new TaskCompletionSource<Activity?>();
        Executor.Run = (_, _) =>
        {
            inside.SetResult(Activity.Current);
            return ValueTask.CompletedTask;
        };
        Executor.Release();
        using var outer = new Activity("request").Start();
        await SubmitAsync();
        Activity.Current.Should().BeSameAs(outer);

        var span = await Telemetry.EndedAsync();

        span.ParentId.Should().Be(outer.Id);
        (await inside.Task.WaitAsync(Safety)).Should().BeSameAs(span);
    }

    [Test]
    public void Neither_its_start_nor_its_end_leaves_the_caller_in_another_span()
    {
        using var diagnostics = new StatementDiagnostics(Options, MeterFactory, NullLogger.Instance, () => default, _ => new("other_sql", "SELECT"));
        using var outer = new Activity("request").Start();
        var statement = Samples.Submitted(Clock, Session, null);

        using var span = diagnostics.Submitted(statement);
        Activity.Current.Should().BeSameAs(outer);
        Activity.Current = null;
        diagnostics.Finished(statement, span);

        span!.IsStopped.Should().BeTrue();
        Activity.Current.Should().BeNull();
    }

    [Test]
    public async Task Parts_of_a_request_are_spans_below_the_whole()
    {
        var executor = new TwoPartExecutor();
        using var store = new MemoryStatementStore(Options, Clock);
        await using var manager = new StatementManager(store, executor, Options, Clock, null, MeterFactory);
        var request = new StatementRequest { Sql = "one;fail;three", StatementCount = 3 };
        var parent = await manager.SubmitAsync(Session, request, default);
        Activity[] ended = [await Telemetry.EndedAsync(), await Telemetry.EndedAsync(), await Telemetry.EndedAsync(), await Telemetry.EndedAsync()];

        var whole = ended.Single(span => Tag(span, SpanTags.Handle) == $"{parent.Handle}");
        var parts = ended.Where(span => span != whole).ToList();

        parts.Should().OnlyContain(span => span.ParentId == whole.Id && Tag(span, SpanTags.Parent) == $"{parent.Handle}");
        Tag(whole, SpanTags.BatchSize).Should().Be("3");
        ended.Select(span => $"{Tag(span, SpanTags.Outcome)} {Tag(span, SpanTags.ErrorType)}").Should().BeEquivalentTo(
            ["succeeded ", "failed 000001", "failed 900011", "failed 100132"]);
        executor.Spans.Should().Equal(parts.Where(span => Tag(span, SpanTags.ErrorType) != "900011"));
        Telemetry.Sum("mockhaus.statements.submitted").Should().Be(4);
        Telemetry.Sum("mockhaus.statements.finished").Should().Be(4);
        Telemetry.Of("mockhaus.statements.queue_wait").Should().HaveCount(1, "the parts wait for each other, not for an executor");
    }

    /// <summary>All that a listener can get hold of.</summary>
    private static string Everything(Activity span) =>
        string.Join('|', span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}")) + span.DisplayName + span.StatusDescription
        + string.Join('|', span.Events.Select(told => told.Name)) + string.Join('|', span.Baggage);
}
