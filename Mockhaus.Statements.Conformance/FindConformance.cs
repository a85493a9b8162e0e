namespace Mockhaus.Statements.Conformance;

public abstract class FindConformance<TFactory> : StoreConformance<TFactory>
    where TFactory : StoreFactory, new()
{
    [Test]
    public async Task An_unknown_handle_is_null()
    {
        await AddNewAsync();

        (await Store.FindAsync(StatementHandle.New(Clock), default)).Should().BeNull();
    }

    [Test]
    public async Task Every_field_of_every_state_comes_back()
    {
        var submitted = await AddNewAsync(requestId: "r");
        (await FindAsync(submitted)).Should().BeEquivalentTo(submitted);

        var running = await MoveAsync(Samples.Started(submitted, Now));
        (await FindAsync(running)).Should().BeEquivalentTo(running);

        var succeeded = await MoveAsync(Samples.Succeeded(running, Now, Samples.Batch(0, "[]").Info));
        (await FindAsync(succeeded)).Should().BeEquivalentTo(succeeded);
    }

    [Test]
    public async Task Failed_and_cancelled_statements_come_back_with_their_reasons()
    {
        var failed = await MoveAsync(Samples.Failed(await AddNewAsync(), Now));
        var cancelled = await MoveAsync(Samples.Cancelled(await AddNewAsync(), Now));

        (await FindAsync(failed)).Should().BeEquivalentTo(failed);
        (await FindAsync(cancelled)).Should().BeEquivalentTo(cancelled);
    }

    [Test]
    public async Task A_statement_without_the_optional_fields_comes_back_without_them()
    {
        var bare = await AddAsync(new()
        {
            Handle = StatementHandle.New(Clock),
            SessionId = Session,
            Sql = "SELECT 1",
            Status = StatementStatus.Submitted,
            CreatedAt = Now,
            TimeToLive = TimeSpan.FromSeconds(1),
            Version = 1,
        });

        (await FindAsync(bare)).Should().BeEquivalentTo(bare);
    }

    [Test]
    public async Task An_expired_statement_is_still_found()
    {
        var statement = await AddSucceededAsync();
        Clock.Advance(statement.TimeToLive);

        (await FindAsync(statement)).Should().NotBeNull();
    }

    [Test]
    public async Task A_cancelled_token_throws()
    {
        var statement = await AddNewAsync(requestId: "r");

        var find = async () => await Store.FindAsync(statement.Handle, Cancelled);
        var findByRequestId = async () => await Store.FindByRequestIdAsync(Session, "r", Cancelled);

        await find.Should().ThrowAsync<OperationCanceledException>();
        await findByRequestId.Should().ThrowAsync<OperationCanceledException>();
    }
}
