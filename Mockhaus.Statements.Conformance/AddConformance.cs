using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Conformance;

public abstract class AddConformance<TFactory> : StoreConformance<TFactory>
    where TFactory : StoreFactory, new()
{
    [Test]
    public async Task A_new_statement_is_written_and_comes_back_as_it_was()
    {
        var statement = New(requestId: "r");

        var write = await Store.AddAsync(statement, NoLimit, default);

        write.Written.Should().BeTrue();
        write.Status.Should().Be(StatementWriteStatus.Written);
        write.Current.Should().BeEquivalentTo(statement);
        (await FindAsync(statement)).Should().BeEquivalentTo(statement);
    }

    [Test]
    public async Task Arrays_of_bind_values_come_back_as_they_were()
    {
        var statement = New() with
        {
            Bindings = new Dictionary<string, StatementBinding>
            {
                ["1"] = new("TEXT", null) { Values = ["a", null, "ünï", ""] },
                ["2"] = new("FIXED", null) { Values = [] },
                ["3"] = new("FIXED", "7"),
            },
        };

        await Store.AddAsync(statement, NoLimit, default);

        var found = (await FindAsync(statement))!.Bindings;
        found.Should().Equal(statement.Bindings);
        found["3"].Values.Should().BeNull();
    }

    [Test]
    public async Task A_taken_handle_is_refused_and_the_first_statement_stays()
    {
        var first = await AddNewAsync();

        var write = await Store.AddAsync(New(OtherSession) with { Handle = first.Handle }, NoLimit, default);

        write.Written.Should().BeFalse();
        write.Status.Should().Be(StatementWriteStatus.HandleTaken);
        write.Current.Should().BeEquivalentTo(first);
        (await FindAsync(first)).Should().BeEquivalentTo(first);
    }

    [Test]
    public async Task The_handle_of_a_finished_statement_is_taken_as_well()
    {
        var first = await AddSucceededAsync();

        var write = await Store.AddAsync(New() with { Handle = first.Handle }, NoLimit, default);

        write.Written.Should().BeFalse();
        write.Status.Should().Be(StatementWriteStatus.HandleTaken);
        write.Current.Should().BeEquivalentTo(first);
        (await ReadAsync(first)).Should().NotBeNull();
    }

    [Test]
    public async Task Adding_the_same_statement_again_finds_the_first_one_in_the_way()
    {
        var statement = await AddNewAsync(requestId: "r");

        var write = await Store.AddAsync(statement, NoLimit, default);

        write.Written.Should().BeFalse();
        write.Status.Should().Be(StatementWriteStatus.HandleTaken);
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

    [Test]
    public async Task A_full_session_refuses_and_nothing_is_stored()
    {
        await AddNewAsync();
        await AddSucceededAsync();
        var refused = New(requestId: "r");

        (await Store.AddAsync(refused, 2, default)).Should().Be(new StatementWrite(StatementWriteStatus.SessionFull, null));

        (await FindAsync(refused)).Should().BeNull();
        (await Store.FindByRequestIdAsync(Session, "r", default)).Should().BeNull();
        (await ListAsync()).Should().HaveCount(2);
        (await Store.AddAsync(refused, 3, default)).Written.Should().BeTrue("the next one fits a larger session");
    }

    [Test]
    public async Task A_session_takes_exactly_as_many_as_it_may_have()
    {
        for (var i = 0; i < 5; i++)
        {
            (await Store.AddAsync(New(), 5, default)).Written.Should().BeTrue();
        }

        (await Store.AddAsync(New(), 5, default)).Written.Should().BeFalse();
    }

    [Test]
    public async Task Other_sessions_do_not_fill_a_session()
    {
        await AddNewAsync(OtherSession);

        (await Store.AddAsync(New(), 1, default)).Written.Should().BeTrue();
    }

    [Test]
    public async Task What_has_expired_when_the_new_one_is_created_does_not_count_and_what_was_read_since_does()
    {
        var read = await AddSucceededAsync();
        var expiring = await AddSucceededAsync();
        Clock.Advance(expiring.TimeToLive - TimeSpan.FromSeconds(1));
        (await Store.AddAsync(New(), 2, default)).Written.Should().BeFalse("nothing has expired yet");
        await Store.RefreshExpiryAsync(read.Handle, read.Version, Now + read.TimeToLive, default);
        Clock.Advance(TimeSpan.FromSeconds(1));

        (await Store.AddAsync(New(), 2, default)).Written.Should().BeTrue();
        (await Store.AddAsync(New(), 2, default)).Written.Should().BeFalse();
    }

    [Test]
    public async Task Tombstones_do_not_count_whether_they_are_purged_or_not()
    {
        var expired = await AddSucceededAsync();
        Clock.Advance(expired.TimeToLive);
        await Store.PurgeExpiredAsync(Now, TimeSpan.FromHours(1), default);
        var released = await AddSucceededAsync();
        await MoveAsync(released.ToTombstone() with { ExpiresAt = Now });

        (await Store.AddAsync(New(), 1, default)).Written.Should().BeTrue();
    }

    [Test]
    public async Task What_is_removed_makes_room()
    {
        var statement = await AddNewAsync();
        await Store.RemoveAsync(statement.Handle, default);

        (await Store.AddAsync(New(), 1, default)).Written.Should().BeTrue();
    }

    [Test]
    public async Task Whoever_holds_the_handle_or_the_request_id_is_told_also_when_the_session_is_full()
    {
        var first = await AddNewAsync(requestId: "r");

        var write = await Store.AddAsync(New(requestId: "r"), 1, default);
        write.Current!.Handle.Should().Be(first.Handle);
        write.Status.Should().Be(StatementWriteStatus.RequestIdTaken);
        write = await Store.AddAsync(New() with { Handle = first.Handle }, 1, default);
        write.Current!.Handle.Should().Be(first.Handle);
        write.Status.Should().Be(StatementWriteStatus.HandleTaken);
    }

    [Test]
    public async Task What_finishes_and_expires_in_a_full_session_makes_room_each_at_its_time()
    {
        var first = await AddSucceededAsync();
        var second = await AddRunningAsync();
        Clock.Advance(TimeSpan.FromMinutes(10));
        (await Store.AddAsync(New(), 2, default)).Written.Should().BeFalse();
        await MoveAsync(Samples.Succeeded(second, Now));

        Clock.Advance(TimeSpan.FromMinutes(50));
        (await Store.AddAsync(New(), 2, default)).Written.Should().BeTrue($"{first.Handle} has expired");
        (await Store.AddAsync(New(), 2, default)).Written.Should().BeFalse();
        Clock.Advance(TimeSpan.FromMinutes(10));

        (await Store.AddAsync(New(), 2, default)).Written.Should().BeTrue($"{second.Handle} has expired");
    }

    [Test]
    public async Task In_a_full_session_each_statement_that_becomes_a_tombstone_makes_room_for_one()
    {
        var statements = new List<Statement> { await AddSucceededAsync(), await AddSucceededAsync(), await AddSucceededAsync() };
        (await Store.AddAsync(New(), 3, default)).Written.Should().BeFalse();

        foreach (var statement in statements)
        {
            await MoveAsync(statement.ToTombstone() with { ExpiresAt = Now });
            (await Store.AddAsync(New(), 3, default)).Written.Should().BeTrue();
            (await Store.AddAsync(New(), 3, default)).Written.Should().BeFalse();
        }
    }
}
