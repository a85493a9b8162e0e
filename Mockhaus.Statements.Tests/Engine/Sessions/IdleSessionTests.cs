using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine.Sessions;

public sealed class IdleSessionTests : ManagerFixture
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(10);

    private static readonly Func<StatementSession, StatementHandle, Task>[] Verbs =
    [
        async (session, handle) => await session.GetAsync(handle),
        async (session, handle) => await session.WaitAsync(handle, Forever),
        async (session, handle) => await session.WatchAsync(handle).GetAsyncEnumerator().MoveNextAsync(),
        async (session, handle) => await session.CancelAsync(handle),
        async (session, handle) => await session.ReadBatchAsync(handle, 0),
        async (session, handle) => await session.ReadRowsAsync(handle).GetAsyncEnumerator().MoveNextAsync(),
        async (session, handle) => await session.OpenReaderAsync(handle),
        async (session, handle) => await session.CopyToAsync(handle, Stream.Null),
        async (session, _) => await session.ListAsync().GetAsyncEnumerator().MoveNextAsync(),
        async (session, _) => await session.SubmitAsync(new() { Sql = ControlledExecutor.Settling }),
        async (session, _) => await session.Invoking(it => it.GetAsync(default).AsTask()).Should().ThrowAsync<StatementNotFoundException>(),
    ];

    private static readonly int[] VerbNumbers = [.. Enumerable.Range(0, Verbs.Length)];

    protected override void Configure(MockhausStatementsOptions options) =>
        (options.Retention.SessionIdleTimeout, options.Limits.MaxConcurrentStatements, options.Retention.CleanupInterval) = (Idle, 1, TimeSpan.FromDays(1));

    [TestCase(-1, true)]
    [TestCase(0, false)]
    public async Task A_session_ends_to_the_second(int seconds, bool isThere)
    {
        var statement = await SubmitFinishedAsync();
        await SettleAsync();

        Clock.Advance(Idle + TimeSpan.FromSeconds(seconds));

        (await IsThereAsync(statement)).Should().Be(isThere);
        (await StoredAsync(statement) is not null).Should().Be(isThere, "there are no tombstones");
    }

    [Test]
    public async Task Every_verb_keeps_it_alive([ValueSource(nameof(VerbNumbers))] int verb)
    {
        var statement = await SubmitFinishedAsync();
        await SettleAsync();
        Clock.Advance(Idle - Second);

        await Verbs[verb](Manager.OpenSession(Session), statement.Handle).WaitAsync(Safety);
        await SettleAsync();
        Clock.Advance(Idle - Second);

        (await IsThereAsync(statement)).Should().BeTrue();
    }

    [Test]
    public async Task Another_sessions_calls_do_not_keep_it_alive()
    {
        var statement = await SubmitFinishedAsync();
        await SettleAsync();
        Clock.Advance(Idle - Second);
        var get = async () => await Manager.GetAsync(OtherSession, statement.Handle, default);
        await get.Should().ThrowAsync<StatementNotFoundException>();

        Clock.Advance(Second);

        (await IsThereAsync(statement)).Should().BeFalse();
    }

    [Test]
    public async Task A_live_statement_pins_it()
    {
        var finished = await SubmitFinishedAsync();
        var gate = new TaskCompletionSource();
        Executor.Run = (_, token) => new(gate.Task.WaitAsync(token));
        var live = await SubmitAsync();

        Clock.Advance(3 * Idle);

        (await GetAsync(live)).IsFinished.Should().BeFalse();
        (await GetAsync(finished)).Status.Should().Be(StatementStatus.Succeeded);
    }

    [TestCase(-1, true)]
    [TestCase(0, false)]
    public async Task From_the_end_of_a_live_statement_on_the_time_counts_anew(int seconds, bool isThere)
    {
        var statement = await SubmitRunningAsync();
        Clock.Advance(Idle + (Idle / 2));
        Executor.Release();
        await SettleAsync();

        Clock.Advance(Idle + TimeSpan.FromSeconds(seconds));

        (await IsThereAsync(statement)).Should().Be(isThere);
    }

    [Test]
    public async Task A_submission_after_it_has_ended_begins_a_new_one()
    {
        var old = await SubmitFinishedAsync(requestId: "r");
        await SettleAsync();
        Clock.Advance(Idle);

        var submitted = await SubmitFinishedAsync(requestId: "r");

        submitted.Handle.Should().NotBe(old.Handle);
        (await ListedAsync()).Should().ContainSingle().Which.Handle.Should().Be(submitted.Handle);
    }

    [Test]
    public async Task The_sweeper_removes_it_without_being_asked()
    {
        Create(options => (options.Retention.SessionIdleTimeout, options.Limits.MaxConcurrentStatements, options.Retention.CleanupInterval) = (Idle, 1, Idle / 2));
        var statement = await SubmitFinishedAsync();
        await SettleAsync();
        Clock.Advance(Idle / 2);
        await Store.NextAsync(call => call.Operation == StoreOperation.Purge);
        (await StoredAsync(statement)).Should().NotBeNull();

        Clock.Advance(Idle / 2);
        await Store.NextAsync(call => call.Operation == StoreOperation.Remove && call.Handle == statement.Handle);

        (await StoredAsync(statement)).Should().BeNull();
        (await Store.Inner.ReadBatchAsync(statement.Handle, 0, default)).Should().BeNull();
    }

    [Test]
    public async Task Sessions_of_an_earlier_manager_count_from_the_start_of_the_next()
    {
        var statement = await SubmitFinishedAsync();
        await Manager.DisposeAsync();
        Clock.Advance(Idle / 2);
        await using var next = CreateAnother();
        Clock.Advance(Idle - Second);

        (await next.GetAsync(Session, statement.Handle, default)).Status.Should().Be(StatementStatus.Succeeded);
        Clock.Advance(Idle);
        await next.Invoking(it => it.GetAsync(Session, statement.Handle, default).AsTask()).Should().ThrowAsync<StatementNotFoundException>();
    }

    [Test]
    public async Task A_statement_that_ends_while_its_session_is_looked_at_keeps_it()
    {
        var live = await SubmitRunningAsync();
        Clock.Advance(2 * Idle);
        var stored = (await StoredAsync(live))!;
        Store.Fault = call =>
        {
            if (call.Operation == StoreOperation.List)
            {
                var now = Clock.GetUtcNow();
                var ended = stored with
                {
                    Status = StatementStatus.Cancelled,
                    CompletedAt = now,
                    ExpiresAt = now + stored.TimeToLive,
                    Version = stored.Version + 1,
                };
                Store.Inner.ReplaceAsync(ended, stored.Version, default).AsTask().GetAwaiter().GetResult();
            }

            return null;
        };

        (await GetAsync(live)).Status.Should().Be(StatementStatus.Cancelled);
    }

    [Test]
    public async Task Of_many_calls_at_once_none_takes_away_what_another_has_begun()
    {
        for (var round = 0; round < 50; round++)
        {
            var old = await SubmitFinishedAsync();
            await SettleAsync();
            Clock.Advance(Idle);

            await Race.RunAsync(8, async _ => await SubmitAsync());

            var listed = await ListedAsync();
            listed.Should().HaveCount(8).And.NotContain(statement => statement.Handle == old.Handle);
            await SettleAsync();
            Clock.Advance(Idle);
        }
    }

    [Test]
    public async Task A_store_that_does_not_answer_ends_nothing_and_says_so()
    {
        var statement = await SubmitFinishedAsync();
        await SettleAsync();
        Clock.Advance(Idle);
        Store.Fault = FaultyStore.Outage;
        await FluentActions.Invoking(() => GetAsync(statement)).Should().ThrowAsync<StatementStoreException>();

        Store.Fault = null;

        (await IsThereAsync(statement)).Should().BeFalse("the next call ends it");
    }

    [Test]
    public async Task Sessions_do_not_idle_out_unless_the_host_says_so()
    {
        Create(options => (options.Retention.DefaultTimeToLive, options.Limits.MaxConcurrentStatements) = (options.Retention.MaxTimeToLive, 1));
        var statement = await SubmitFinishedAsync();

        Clock.Advance(Options.Retention.MaxTimeToLive - Second);

        new MockhausStatementsOptions().Retention.SessionIdleTimeout.Should().BeNull();
        (await IsThereAsync(statement)).Should().BeTrue();
    }

    private async Task<bool> IsThereAsync(Statement statement)
    {
        try
        {
            return (await GetAsync(statement)).Handle == statement.Handle;
        }
        catch (StatementNotFoundException)
        {
            return false;
        }
    }
}
