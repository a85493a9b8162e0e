using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Stores.PerSession;

/// <summary>A session is not closed under a live statement: nobody could end it any more.</summary>
public sealed class CloseTests : SessionStoreFixture
{
    [Test]
    public async Task A_session_with_a_live_statement_is_not_closed_and_goes_on([Values] bool removeFile)
    {
        await OpenAsync("mine");
        var running = Samples.Started(await AddAsync("mine"), Clock.GetUtcNow());
        await Store.ReplaceAsync(running, 1, default);

        (await FluentActions.Awaiting(async () => await Store.CloseAsync("mine", removeFile, default)).Should().ThrowAsync<SessionStorageException>()
            .WithMessage("*EndSessionAsync*")).Which.SessionId.Should().Be("mine");

        (await FindAsync(running)).Should().BeEquivalentTo(running);
        (await Store.ReplaceAsync(Samples.Failed(running, Clock.GetUtcNow()), 2, default)).Written.Should().BeTrue();
        await Store.CloseAsync("mine", removeFile, default);
        (await FindAsync(running)).Should().BeNull();
    }

    [Test]
    public async Task A_statement_that_was_left_live_counts_until_it_has_ended()
    {
        await OpenAsync("mine");
        var left = Samples.Started(await AddAsync("mine"), Clock.GetUtcNow());
        await Store.ReplaceAsync(left, 1, default);
        await RestartAsync();
        await using var manager = new StatementManager(Store, new ControlledExecutor(), timeProvider: Clock);
        await OpenAsync("mine");
        await FluentActions.Awaiting(async () => await Store.CloseAsync("mine", removeFile: false, default)).Should().ThrowAsync<SessionStorageException>();

        (await manager.GetAsync("mine", left.Handle, default)).Status.Should().Be(StatementStatus.Failed);

        await Store.CloseAsync("mine", removeFile: false, default);
    }

    [Test]
    public async Task A_session_that_was_ended_is_closed_although_a_statement_ran()
    {
        await using var manager = new StatementManager(Store, new ControlledExecutor(), timeProvider: Clock);
        await OpenAsync("mine");
        await manager.SubmitAsync("mine", new() { Sql = "select 1" }, default);

        await manager.EndSessionAsync("mine", default);
        await Store.CloseAsync("mine", removeFile: true, default);

        Files.Should().BeEmpty();
    }

    [Test]
    public async Task What_is_submitted_after_closing_is_in_memory_and_its_end_leaves_the_file_alone()
    {
        await OpenAsync("mine");
        var kept = await AddSucceededAsync("mine");
        await Store.CloseAsync("mine", removeFile: false, default);
        var passing = await AddSucceededAsync("mine");
        await using var manager = new StatementManager(Store, new ControlledExecutor(), timeProvider: Clock);

        (await manager.EndSessionAsync("mine", default)).Should().Be(1);

        (await FindAsync(passing)).Should().BeNull();
        await OpenAsync("mine");
        (await FindAsync(kept)).Should().BeEquivalentTo(kept);
    }

    [Test]
    public async Task A_statement_that_comes_while_the_session_is_closed_is_found_all_the_same()
    {
        for (var round = 0; round < 20; round++)
        {
            var session = $"s{round}";
            await OpenAsync(session);
            var isClosed = false;
            Statement? added = null;

            await Race.RunAsync(
                async () => added = await AddAsync(session),
                async () => isClosed = await TryCloseAsync(session));

            (await FindAsync(added!)).Should().NotBeNull(isClosed ? "it is in memory" : "the session was not closed");
        }
    }

    [Test]
    public async Task A_statement_of_which_nobody_knows_whether_it_was_stored_counts_until_that_is_known()
    {
        using var memory = new MemoryStatementStore(null, Clock);
        var file = new FaultyStore(memory) { Fault = call => call.Operation == StoreOperation.Add ? FaultyStore.Outage(call) : null };
        await using var store = new PerSessionStatementStore(new() { Folder = Folder }, null, Clock, _ => file);
        await store.OpenAsync("mine", default);
        var statement = Samples.Submitted(Clock, "mine", null);
        await FluentActions.Awaiting(async () => await store.AddAsync(statement, NoLimit, default)).Should().ThrowAsync<StatementStoreException>();
        await FluentActions.Awaiting(async () => await store.CloseAsync("mine", removeFile: false, default)).Should().ThrowAsync<SessionStorageException>();

        (await store.ReplaceAsync(Samples.Failed(statement, Clock.GetUtcNow()), 1, default)).Current.Should().BeNull();

        await store.CloseAsync("mine", removeFile: false, default);
    }

    private async Task<bool> TryCloseAsync(string session)
    {
        try
        {
            await Store.CloseAsync(session, removeFile: false, default);
            return true;
        }
        catch (SessionStorageException)
        {
            return false;
        }
    }
}
