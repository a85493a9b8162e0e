namespace Mockhaus.Statements.Conformance;

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

    [Test]
    public async Task Page_after_page_shows_what_the_whole_list_shows([Values(1, 3, 20)] int size)
    {
        for (var i = 0; i < 20; i++)
        {
            await AddNewAsync(i % 5 == 0 ? OtherSession : Session);
            Clock.Advance(TimeSpan.FromSeconds(i % 4 == 0 ? 1 : 0));
        }

        var all = (await ListAsync(new() { SessionId = Session })).Select(statement => statement.Handle).ToList();
        var paged = new List<StatementHandle>();
        for (var page = await PageAsync(null, size); page.Count > 0; page = await PageAsync(StatementCursor.After(page[^1]), size))
        {
            paged.AddRange(page.Select(statement => statement.Handle));
        }

        paged.Should().Equal(all);
    }

    [Test]
    public async Task Statements_of_the_same_moment_are_all_on_some_page_once()
    {
        var handles = new List<StatementHandle>();
        for (var i = 0; i < 20; i++)
        {
            handles.Add((await AddNewAsync()).Handle);
        }

        var paged = new List<StatementHandle>();
        for (var page = await PageAsync(null, 3); page.Count > 0; page = await PageAsync(StatementCursor.After(page[^1]), 3))
        {
            paged.AddRange(page.Select(statement => statement.Handle));
        }

        paged.Should().OnlyHaveUniqueItems().And.BeEquivalentTo(handles);
    }

    [Test]
    public async Task A_page_goes_on_where_the_last_ended_though_its_last_statement_is_gone_and_newer_ones_have_come()
    {
        for (var i = 0; i < 10; i++)
        {
            await AddNewAsync();
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var all = await ListAsync(new() { SessionId = Session });
        var first = await PageAsync(null, 4);
        await Store.RemoveAsync(first[^1].Handle, default);
        await AddNewAsync();

        (await PageAsync(StatementCursor.After(first[^1]), 10)).Select(statement => statement.Handle).Should()
            .Equal(all.Skip(4).Select(statement => statement.Handle));
    }

    [Test]
    public async Task After_the_last_statement_there_is_nothing()
    {
        var only = await AddNewAsync();

        (await PageAsync(StatementCursor.After(only), 10)).Should().BeEmpty();
    }

    [Test]
    public async Task A_page_counts_together_with_the_other_parts_of_a_filter()
    {
        var older = await AddRunningAsync();
        Clock.Advance(TimeSpan.FromSeconds(1));
        var newer = await AddRunningAsync();
        await AddNewAsync();

        (await ListAsync(new() { Status = StatementStatus.Running, After = StatementCursor.After(newer) })).Should().BeEquivalentTo([older]);
    }

    private async Task<List<Statement>> PageAsync(StatementCursor? after, int size) =>
        (await ListAsync(new() { SessionId = Session, After = after })).Take(size).ToList();

    [Test]
    public async Task A_list_of_what_has_not_expired_at_a_time_has_what_is_live_or_expires_later()
    {
        var (running, succeeded) = (await AddRunningAsync(), await AddSucceededAsync());
        var released = await AddSucceededAsync();
        await MoveAsync(released.ToTombstone() with { ExpiresAt = Now });

        (await ListAsync(new() { SessionId = Session, UnexpiredAt = Now })).Should().BeEquivalentTo([running, succeeded]);
        (await ListAsync(new() { UnexpiredAt = succeeded.ExpiresAt })).Should().BeEquivalentTo([running]);
    }
}
