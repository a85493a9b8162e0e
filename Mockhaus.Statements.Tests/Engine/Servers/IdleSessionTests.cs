using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine.Servers;

/// <summary>A session is idle when no server has used it, which each of them knows of the others to a tenth of the time.</summary>
public sealed class IdleSessionTests : ServersFixture
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(10);

    protected override void Configure(MockhausStatementsOptions options) =>
        (options.Retention.SessionIdleTimeout, options.Limits.MaxConcurrentStatements, options.Retention.CleanupInterval) = (Idle, 1, TimeSpan.FromDays(1));

    [Test]
    public async Task A_call_does_not_end_a_session_that_is_in_use_on_another_server()
    {
        var statement = await FinishAsync(First);
        for (var i = 0; i < 4; i++)
        {
            Clock.Advance(Idle / 2);
            (await IsThereAsync(Second, statement)).Should().BeTrue();
        }

        (await IsThereAsync(First, statement)).Should().BeTrue();
    }

    [Test]
    public async Task The_sweeper_does_not_end_a_session_that_is_in_use_on_another_server()
    {
        Create(options => (options.Retention.SessionIdleTimeout, options.Limits.MaxConcurrentStatements, options.Retention.CleanupInterval) = (Idle, 1, Idle / 2));
        var statement = await FinishAsync(First);

        for (var i = 0; i < 6; i++)
        {
            First.Store.Link.Forget();
            Clock.Advance(Idle / 2);
            (await IsThereAsync(Second, statement)).Should().BeTrue();
            await First.Store.Link.NextAsync(call => call.Operation == StoreOperation.Purge);
        }

        First.Store.Link.Calls.Should().NotContain(call => call.Operation == StoreOperation.Remove);
    }

    [TestCase(-1, true)]
    [TestCase(0, false)]
    public async Task It_ends_when_no_server_has_used_it_for_the_time_and_a_tenth(int seconds, bool isThere)
    {
        var statement = await FinishAsync(First);
        Clock.Advance(Idle / 2);
        await Second.GetAsync(statement);

        Clock.Advance((Idle * 1.1) + (seconds * Moment));

        (await IsThereAsync(First, statement)).Should().Be(isThere);
        (await StoredAsync(statement) is not null).Should().Be(isThere);
    }

    [Test]
    public async Task The_last_use_may_be_later_than_its_note()
    {
        var statement = await FinishAsync(First);
        await Second.GetAsync(statement);
        Clock.Advance((Idle / 10) - Moment);
        await Second.GetAsync(statement);

        Clock.Advance(Idle - Moment);

        (await IsThereAsync(First, statement)).Should().BeTrue("it was used less than ten minutes ago");
    }

    [Test]
    public async Task Uses_are_noted_once_each_tenth_of_the_time()
    {
        var statement = await FinishAsync(First);
        NoteCount.Should().Be(1);

        for (var i = 0; i < 100; i++)
        {
            await First.GetAsync(statement);
            Clock.Advance(Idle / 100);
        }

        NoteCount.Should().Be(10, "the first of them is the submission's");
    }

    [Test]
    public async Task A_note_that_could_not_be_written_fails_no_call_and_is_written_with_the_next()
    {
        Second.Store.NoteFault = FaultyStore.Outage(new(StoreOperation.None));
        var statement = await FinishAsync(First);
        Clock.Advance(Idle / 2);
        (await IsThereAsync(Second, statement)).Should().BeTrue();
        NoteCount.Should().Be(1);

        Second.Store.NoteFault = null;
        (await IsThereAsync(Second, statement)).Should().BeTrue();

        NoteCount.Should().Be(2);
        Clock.Advance(Idle - Moment);
        (await IsThereAsync(First, statement)).Should().BeTrue();
    }

    [Test]
    public async Task The_end_of_a_statement_counts_as_a_use_on_every_server()
    {
        var finished = await FinishAsync(Second);
        var running = await First.SubmitRunningAsync();
        Clock.Advance(3 * Idle);
        First.Executor.Release();
        await First.EndAsync(running);
        await First.SettleAsync();

        Clock.Advance(Idle - Moment);

        (await IsThereAsync(Second, finished)).Should().BeTrue();
    }

    [Test]
    public async Task The_sessions_of_a_server_that_is_gone_are_ended_by_the_others()
    {
        Create(options => (options.Retention.SessionIdleTimeout, options.Limits.MaxConcurrentStatements, options.Retention.CleanupInterval) = (Idle, 1, Idle / 2));
        var statement = await FinishAsync(First);
        await First.Manager.DisposeAsync();
        for (var i = 0; i < 4; i++)
        {
            Second.Store.Link.Forget();
            Clock.Advance(Idle / 2);
            await Second.Store.Link.NextAsync(call => call.Operation == StoreOperation.Purge);
        }

        await UntilAsync(async () => await StoredAsync(statement) is null, "the other server has ended the session");
    }

    private int NoteCount => Farm.Notes.Count(note => note.Session == Session);

    private static async Task<Statement> FinishAsync(FarmServer server)
    {
        var statement = await server.EndAsync(await server.SubmitAsync(ControlledExecutor.Settling));
        await server.SettleAsync();
        return statement;
    }

    private static async Task<bool> IsThereAsync(FarmServer server, Statement statement)
    {
        try
        {
            return (await server.GetAsync(statement)).Handle == statement.Handle;
        }
        catch (StatementNotFoundException)
        {
            return false;
        }
    }
}
