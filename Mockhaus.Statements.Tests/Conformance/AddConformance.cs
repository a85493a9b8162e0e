namespace Mockhaus.Statements.Tests.Conformance;

public abstract class AddConformance<TFactory> : StoreConformance<TFactory>
    where TFactory : StoreFactory, new()
{
    [Test]
    public async Task A_new_statement_is_written_and_comes_back_as_it_was()
    {
        var statement = New(requestId: "r");

        var write = await Store.AddAsync(statement, NoLimit, default);

        write.Written.Should().BeTrue();
        write.Current.Should().BeEquivalentTo(statement);
        (await FindAsync(statement)).Should().BeEquivalentTo(statement);
    }

    [Test]
    public async Task A_taken_handle_is_refused_and_the_first_statement_stays()
    {
        var first = await AddNewAsync();

        var write = await Store.AddAsync(New(OtherSession) with { Handle = first.Handle }, NoLimit, default);

        write.Written.Should().BeFalse();
        write.Current.Should().BeEquivalentTo(first);
        (await FindAsync(first)).Should().BeEquivalentTo(first);
    }

    [Test]
    public async Task The_handle_of_a_finished_statement_is_taken_as_well()
    {
        var first = await AddSucceededAsync();

        var write = await Store.AddAsync(New() with { Handle = first.Handle }, NoLimit, default);

        write.Written.Should().BeFalse();
        write.Current.Should().BeEquivalentTo(first);
        (await ReadAsync(first)).Should().NotBeNull();
    }

    [Test]
    public async Task Adding_the_same_statement_again_finds_the_first_one_in_the_way()
    {
        var statement = await AddNewAsync(requestId: "r");

        var write = await Store.AddAsync(statement, NoLimit, default);

        write.Written.Should().BeFalse();
        write.Current.Should().BeEquivalentTo(statement);
    }

    [Test]
    public async Task A_refused_statement_holds_no_request_id()
    {
        var first = await AddNewAsync();
        await Store.AddAsync(New(requestId: "r") with { Handle = first.Handle }, NoLimit, default);

        (await Store.FindByRequestIdAsync(Session, "r", default)).Should().BeNull();
        (await Store.AddAsync(New(requestId: "r"), NoLimit, default)).Written.Should().BeTrue();
    }

    [Test]
    public async Task A_cancelled_token_throws_and_stores_nothing()
    {
        var statement = New(requestId: "r");

        var add = async () => await Store.AddAsync(statement, NoLimit, Cancelled);

        await add.Should().ThrowAsync<OperationCanceledException>();
        (await FindAsync(statement)).Should().BeNull();
        (await Store.FindByRequestIdAsync(Session, "r", default)).Should().BeNull();
        (await ListAsync()).Should().BeEmpty();
    }
}
