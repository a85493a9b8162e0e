using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine;

public sealed class RequestIdTests : ManagerFixture
{
    [Test]
    public async Task The_same_key_gives_the_same_statement_while_it_runs_and_afterwards()
    {
        var first = await SubmitAsync(requestId: "r");
        await Executor.BegunAsync();
        (await SubmitAsync(requestId: "r")).Handle.Should().Be(first.Handle);

        Executor.Release();
        await EndAsync(first);

        var again = await SubmitAsync(requestId: "r");
        again.Handle.Should().Be(first.Handle);
        again.Status.Should().Be(StatementStatus.Succeeded);
    }

    [Test]
    public async Task The_same_key_from_many_threads_gives_one_statement_that_runs_once()
    {
        Executor.Release();
        for (var round = 0; round < 50; round++)
        {
            var handles = await Race.RunAsync(8, async _ => (await SubmitAsync(requestId: $"r{round}")).Handle);

            handles.Distinct().Should().ContainSingle();
        }

        Store.Calls.Count(call => call.Status == StatementStatus.Running).Should().BeLessThanOrEqualTo(50);
    }

    [Test]
    public async Task The_same_key_over_two_managers_gives_one_statement()
    {
        var other = CreateAnother();
        var first = await SubmitAsync(requestId: "r");

        var second = await other.SubmitAsync(Session, new() { Sql = "SELECT 1", RequestId = "r" }, default);

        second.Handle.Should().Be(first.Handle);
    }

    [Test]
    public async Task The_same_key_with_a_handle_of_the_hosts_own_gives_the_same_statement_while_it_runs()
    {
        var request = new StatementRequest { Sql = "SELECT 1", RequestId = "r", Handle = StatementHandle.New(Clock) };
        await Manager.SubmitAsync(Session, request, default);
        await Executor.BegunAsync();

        (await Manager.SubmitAsync(Session, request, default)).Handle.Should().Be(request.Handle.Value);
    }

    [Test]
    public async Task Equal_bindings_and_contexts_in_other_objects_are_the_same_request()
    {
        var first = await Manager.SubmitAsync(Session, FullRequest(), default);

        (await Manager.SubmitAsync(Session, FullRequest(), default)).Handle.Should().Be(first.Handle);
    }

    [TestCase(true, "1", null, "3")]
    [TestCase(false, "1", "2", null)]
    [TestCase(false, "1", null)]
    [TestCase(false)]
    public async Task Arrays_of_values_are_the_same_when_all_their_values_are(bool same, params string?[] values)
    {
        var request = FullRequest();
        var first = await Manager.SubmitAsync(Session, request with { Bindings = Batch("1", null, "3") }, default);

        var submit = async () => await Manager.SubmitAsync(Session, request with { Bindings = Batch(values) }, default);

        if (same)
        {
            (await submit()).Handle.Should().Be(first.Handle);
        }
        else
        {
            await submit.Should().ThrowAsync<StatementConflictException>();
        }
    }

    [TestCaseSource(nameof(OtherRequests))]
    public async Task The_same_key_with_another_request_is_a_conflict(StatementRequest other)
    {
        var first = await Manager.SubmitAsync(Session, FullRequest(), default);

        var submit = async () => await Manager.SubmitAsync(Session, other, default);

        await submit.Should().ThrowAsync<StatementConflictException>().WithMessage($"*'r'*{first.Handle}*");
    }

    [Test]
    public async Task The_same_key_in_another_session_is_another_statement()
    {
        var first = await SubmitAsync(requestId: "r");

        (await SubmitAsync("SELECT 2", "r", OtherSession)).Handle.Should().NotBe(first.Handle);
    }

    [Test]
    public async Task The_key_is_free_when_its_statement_has_expired_or_was_released()
    {
        var first = await SubmitFinishedAsync(requestId: "r");
        Clock.Advance(first.TimeToLive);
        var second = await EndAsync(await SubmitAsync("SELECT 2", "r"));
        second.Handle.Should().NotBe(first.Handle);

        await Manager.ReleaseAsync(Session, second.Handle, default);

        (await SubmitAsync("SELECT 3", "r")).Handle.Should().NotBe(second.Handle);
    }

    [Test]
    public async Task One_that_is_released_while_it_is_looked_for_does_not_make_its_key_taken_by_another_request()
    {
        Create(options => (options.Limits.MaxConcurrentStatements, options.Limits.MaxQueuedStatements) = (1, 1));
        var first = await EndAsync(await SubmitAsync(ControlledExecutor.Settling, "r"));
        await SubmitRunningAsync();
        await SubmitAsync("queued");
        Store.Fault = call =>
        {
            if (call.Operation == StoreOperation.FindByRequestId)
            {
                Clock.Advance(TimeSpan.FromMilliseconds(1));
                Manager.ReleaseAsync(Session, first.Handle, default).AsTask().GetAwaiter().GetResult().Should().BeTrue();
            }

            return null;
        };

        var submit = async () => await SubmitAsync(ControlledExecutor.Settling, "r");

        await submit.Should().ThrowAsync<StatementLimitException>("the queue is full, and nothing holds the key any more");
    }

    [Test]
    public async Task Without_a_key_every_submission_is_new() =>
        (await SubmitAsync()).Handle.Should().NotBe((await SubmitAsync()).Handle);

    private static IEnumerable<StatementRequest> OtherRequests()
    {
        yield return FullRequest() with { Sql = "SELECT  ?" };
        yield return FullRequest() with { QueryTag = "other" };
        yield return FullRequest() with { Bindings = new Dictionary<string, StatementBinding> { ["1"] = new("TEXT", "b") } };
        yield return FullRequest() with { Bindings = new Dictionary<string, StatementBinding> { ["2"] = new("TEXT", "a") } };
        yield return FullRequest() with { Bindings = new Dictionary<string, StatementBinding> { ["1"] = new("TEXT", "a") { Values = ["a"] } } };
        yield return FullRequest() with { Context = FullRequest().Context with { Role = "OTHER" } };
        yield return FullRequest() with { Context = FullRequest().Context with { Parameters = new Dictionary<string, string>() } };
    }

    private static Dictionary<string, StatementBinding> Batch(params string?[] values) =>
        new() { ["1"] = new("FIXED", null) { Values = values } };

    private static StatementRequest FullRequest() => new()
    {
        Sql = "SELECT ?",
        Bindings = new Dictionary<string, StatementBinding> { ["1"] = new("TEXT", "a") },
        Context = new() { Role = "R", Parameters = new Dictionary<string, string> { ["TIMEZONE"] = "UTC" } },
        RequestId = "r",
        QueryTag = "tag",
    };
}
