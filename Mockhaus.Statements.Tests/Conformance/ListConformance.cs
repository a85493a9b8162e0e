namespace Mockhaus.Statements.Tests.Conformance;

public abstract class ListConformance<TFactory> : StoreConformance<TFactory>
    where TFactory : StoreFactory, new()
{
    [Test]
    public async Task An_empty_store_lists_nothing() => (await ListAsync()).Should().BeEmpty();

    [Test]
    public async Task The_newest_come_first()
    {
        var expected = new List<StatementHandle>();
        for (var i = 0; i < 20; i++)
        {
            expected.Insert(0, (await AddNewAsync(i % 2 == 0 ? Session : OtherSession)).Handle);
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        (await ListAsync()).Select(statement => statement.Handle).Should().Equal(expected);
    }

    [Test]
    public async Task A_list_of_a_session_has_only_its_own()
    {
        var own = await AddNewAsync(Session);
        await AddNewAsync(OtherSession);

        (await ListAsync(new() { SessionId = Session })).Should().BeEquivalentTo([own]);
        (await ListAsync(new() { SessionId = "session" })).Should().BeEmpty();
    }

    [Test]
    public async Task A_list_by_status_follows_the_moves()
    {
        var running = await AddRunningAsync();
        var succeeded = await AddSucceededAsync();
        await AddNewAsync();

        (await ListAsync(new() { Status = StatementStatus.Running })).Should().BeEquivalentTo([running]);
        (await ListAsync(new() { Status = StatementStatus.Succeeded })).Should().BeEquivalentTo([succeeded]);
        (await ListAsync(new() { Status = StatementStatus.Failed })).Should().BeEmpty();
    }

    [Test]
    public async Task A_list_by_tag_has_only_what_carries_it()
    {
        var tagged = await AddAsync(New() with { QueryTag = "mine" });
        await AddAsync(New() with { QueryTag = "Mine" });
        await AddAsync(New() with { QueryTag = null });

        (await ListAsync(new() { QueryTag = "mine" })).Should().BeEquivalentTo([tagged]);
    }

    [Test]
    public async Task A_list_by_time_includes_its_beginning_and_not_its_end()
    {
        await AddNewAsync();
        Clock.Advance(TimeSpan.FromSeconds(1));
        var (from, second) = (Now, await AddNewAsync());
        Clock.Advance(TimeSpan.FromSeconds(1));
        await AddNewAsync();

        (await ListAsync(new() { CreatedFrom = from, CreatedBefore = Now })).Should().BeEquivalentTo([second]);
    }

    [Test]
    public async Task All_parts_of_a_filter_count_together()
    {
        var match = await AddRunningAsync(Session);
        await AddNewAsync(Session);
        await AddRunningAsync(OtherSession);

        var filter = new StatementFilter { SessionId = Session, Status = StatementStatus.Running, QueryTag = "tag", CreatedFrom = Now };

        (await ListAsync(filter)).Should().BeEquivalentTo([match]);
    }

    [Test]
    public async Task Expired_statements_are_listed()
    {
        var statement = await AddSucceededAsync();
        Clock.Advance(statement.TimeToLive);

        (await ListAsync()).Should().ContainSingle().Which.Handle.Should().Be(statement.Handle);
    }

    [Test]
    public async Task A_cancelled_token_throws_also_when_there_is_nothing_to_list()
    {
        var empty = async () => await Store.ListAsync(new() { SessionId = Session }, Cancelled).GetAsyncEnumerator().MoveNextAsync();
        await empty.Should().ThrowAsync<OperationCanceledException>();

        await AddNewAsync();
        await empty.Should().ThrowAsync<OperationCanceledException>();
    }

    [Test]
    public async Task A_statement_that_is_removed_while_the_list_is_read_hides_no_other()
    {
        var statements = new List<Statement>();
        for (var i = 0; i < 10; i++)
        {
            statements.Add(await AddNewAsync());
        }

        var seen = new List<StatementHandle>();
        await foreach (var statement in Store.ListAsync(new() { SessionId = Session }, default))
        {
            seen.Add(statement.Handle);
            await Store.RemoveAsync(statement.Handle, default);
        }

        seen.Should().BeEquivalentTo(statements.Select(statement => statement.Handle));
    }
}
