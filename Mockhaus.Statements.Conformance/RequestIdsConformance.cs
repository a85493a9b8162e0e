using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Conformance;

public abstract class RequestIdsConformance<TFactory> : StoreConformance<TFactory>
    where TFactory : StoreFactory, new()
{
    [Test]
    public async Task A_request_id_leads_to_its_statement()
    {
        var statement = await AddNewAsync(requestId: "r");

        (await Store.FindByRequestIdAsync(Session, "r", default)).Should().BeEquivalentTo(statement);
    }

    [Test]
    public async Task An_unknown_request_id_leads_nowhere()
    {
        await AddNewAsync(requestId: "r");

        (await Store.FindByRequestIdAsync(Session, "R", default)).Should().BeNull("request ids are compared exactly");
        (await Store.FindByRequestIdAsync(Session, "r ", default)).Should().BeNull("request ids are compared exactly");
        (await Store.FindByRequestIdAsync(OtherSession, "r", default)).Should().BeNull("it is another session's");
    }

    [Test]
    public async Task A_taken_request_id_is_refused_and_leaves_no_trace_of_the_second_statement()
    {
        var first = await AddNewAsync(requestId: "r");
        var second = New(requestId: "r");

        var write = await Store.AddAsync(second, NoLimit, default);

        write.Written.Should().BeFalse();
        write.Status.Should().Be(StatementWriteStatus.RequestIdTaken);
        write.Current.Should().BeEquivalentTo(first);
        (await FindAsync(second)).Should().BeNull();
        (await ListAsync()).Should().ContainSingle();
    }

    [Test]
    public async Task The_holder_stands_in_the_way_also_when_it_has_finished()
    {
        var first = await AddSucceededAsync(requestId: "r");

        var write = await Store.AddAsync(New(requestId: "r"), NoLimit, default);

        write.Written.Should().BeFalse();
        write.Status.Should().Be(StatementWriteStatus.RequestIdTaken);
        write.Current.Should().BeEquivalentTo(first);
        (await Store.FindByRequestIdAsync(Session, "r", default)).Should().BeEquivalentTo(first);
    }

    [Test]
    public async Task The_same_request_id_in_another_session_is_free()
    {
        await AddNewAsync(Session, "r");

        (await Store.AddAsync(New(OtherSession, "r"), NoLimit, default)).Written.Should().BeTrue();
    }

    [Test]
    public async Task Statements_without_a_request_id_do_not_stand_in_each_others_way()
    {
        await AddNewAsync();

        (await Store.AddAsync(New(), NoLimit, default)).Written.Should().BeTrue();
    }

    [Test]
    public async Task The_request_id_of_an_expired_holder_is_free_from_the_moment_of_expiry()
    {
        var first = await AddSucceededAsync(requestId: "r");
        Clock.Advance(first.TimeToLive - TimeSpan.FromMilliseconds(1));
        (await Store.AddAsync(New(requestId: "r"), NoLimit, default)).Written.Should().BeFalse();

        Clock.Advance(TimeSpan.FromMilliseconds(1));
        var second = New(requestId: "r");

        (await Store.AddAsync(second, NoLimit, default)).Written.Should().BeTrue();
        (await Store.FindByRequestIdAsync(Session, "r", default)).Should().BeEquivalentTo(second);
    }

    [Test]
    public async Task An_expired_former_holder_that_is_removed_does_not_take_the_request_id_with_it()
    {
        var first = await AddSucceededAsync(requestId: "r");
        Clock.Advance(first.TimeToLive);
        var second = await AddNewAsync(requestId: "r");

        await Store.RemoveAsync(first.Handle, default);

        (await Store.FindByRequestIdAsync(Session, "r", default)).Should().BeEquivalentTo(second);
        (await Store.AddAsync(New(requestId: "r"), NoLimit, default)).Written.Should().BeFalse();
    }

    [Test]
    public async Task An_expired_former_holder_that_is_purged_does_not_take_the_request_id_back()
    {
        var first = await AddSucceededAsync(requestId: "r");
        Clock.Advance(first.TimeToLive);
        var second = await AddNewAsync(requestId: "r");

        (await Store.PurgeExpiredAsync(Clock.GetUtcNow(), TimeSpan.FromHours(1), default)).Expired.Should().Be(1);

        (await Store.FindByRequestIdAsync(Session, "r", default)).Should().BeEquivalentTo(second);
        (await Store.AddAsync(New(requestId: "r"), NoLimit, default)).Written.Should().BeFalse();
    }

    [Test]
    public async Task An_expired_holder_is_still_found_while_nobody_has_taken_its_place()
    {
        var first = await AddSucceededAsync(requestId: "r");
        Clock.Advance(first.TimeToLive);

        (await Store.FindByRequestIdAsync(Session, "r", default))!.Handle.Should().Be(first.Handle);
    }

    [Test]
    public async Task The_newest_takes_the_request_id_over_and_the_older_one_stays_as_it_is([Values] bool isLive)
    {
        var older = isLive ? await AddRunningAsync(requestId: "r") : await AddSucceededAsync(requestId: "r");
        Clock.Advance(TimeSpan.FromSeconds(1));
        var newest = Newest();

        (await Store.AddAsync(newest, NoLimit, default)).Written.Should().BeTrue();

        (await FindAsync(older)).Should().BeEquivalentTo(older, "it still shows its request id");
        (await Store.FindByRequestIdAsync(Session, "r", default))!.Handle.Should().Be(newest.Handle);
        (await Store.AddAsync(New(requestId: "r"), NoLimit, default)).Current!.Handle.Should().Be(newest.Handle);
    }

    [Test]
    public async Task The_newest_has_to_be_created_later_than_the_holder_which_it_is_told()
    {
        var holder = await AddNewAsync(requestId: "r");

        (await Store.AddAsync(Newest(), NoLimit, default)).Current!.Handle.Should().Be(holder.Handle, "it was created at the same time");
        (await Store.AddAsync(Newest() with { CreatedAt = Now - TimeSpan.FromSeconds(1) }, NoLimit, default)).Written.Should().BeFalse();
        (await Store.AddAsync(Newest() with { CreatedAt = Now + TimeSpan.FromMicroseconds(1) }, NoLimit, default)).Written.Should().BeTrue();
    }

    [Test]
    public async Task What_becomes_of_the_older_one_leaves_the_request_id_with_the_newest()
    {
        var (failing, ending, removed) = (await AddNewAsync(requestId: "r"), (Statement?)null, (Statement?)null);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await AddAsync(ending = Newest());
        ending = await MoveAsync(Samples.Started(ending, Now));
        Clock.Advance(TimeSpan.FromSeconds(1));
        await AddAsync(removed = Newest());
        Clock.Advance(TimeSpan.FromSeconds(1));
        var newest = await AddAsync(Newest() with { TimeToLive = TimeSpan.FromHours(9) });
        var failed = await MoveAsync(Samples.Failed(failing, Now));
        await ShouldHoldAsync(newest);

        var ended = await MoveAsync(Samples.Succeeded(ending, Now));
        await Store.RefreshExpiryAsync(ended.Handle, ended.Version, Now + TimeSpan.FromHours(2), default);
        await ShouldHoldAsync(newest);
        await Store.RemoveAsync(removed.Handle, default);
        await ShouldHoldAsync(newest);
        await MoveAsync(failed.ToTombstone() with { ExpiresAt = Now });
        await ShouldHoldAsync(newest);
        Clock.Advance(TimeSpan.FromHours(3));
        await Store.PurgeExpiredAsync(Now, TimeSpan.FromHours(1), default);
        await ShouldHoldAsync(newest);
    }

    [Test]
    public async Task When_the_newest_is_removed_its_request_id_is_free()
    {
        await AddNewAsync(requestId: "r");
        Clock.Advance(TimeSpan.FromSeconds(1));
        var newest = await AddAsync(Newest());

        await Store.RemoveAsync(newest.Handle, default);

        (await Store.FindByRequestIdAsync(Session, "r", default)).Should().BeNull("the older one has lost it");
        (await Store.AddAsync(New(requestId: "r"), NoLimit, default)).Written.Should().BeTrue();
    }

    [Test]
    public async Task A_refused_newest_leaves_the_request_id_where_it_is()
    {
        var holder = await AddNewAsync(requestId: "r");
        var other = await AddNewAsync();
        Clock.Advance(TimeSpan.FromSeconds(1));

        (await Store.AddAsync(Newest(), 2, default)).Should().Be(new StatementWrite(StatementWriteStatus.SessionFull, null), "the session is full");
        var write = await Store.AddAsync(Newest() with { Handle = other.Handle }, NoLimit, default);
        write.Current!.Handle.Should().Be(other.Handle);
        write.Status.Should().Be(StatementWriteStatus.HandleTaken);

        await ShouldHoldAsync(holder);
    }

    [Test]
    public async Task Of_those_that_share_a_request_id_the_newest_holds_it_in_whatever_order_they_come()
    {
        Statement Shared(int second) =>
            New(requestId: "r") with { CreatedAt = Samples.Start + TimeSpan.FromSeconds(second), RequestIdUse = RequestIdUse.Shared };
        var second = await AddAsync(Shared(2));

        var first = await AddAsync(Shared(1));
        await ShouldHoldAsync(second);
        var third = await AddAsync(Shared(3));
        await ShouldHoldAsync(third);
        await Store.RemoveAsync(first.Handle, default);
        await Store.RemoveAsync(second.Handle, default);
        await ShouldHoldAsync(third);
    }

    private Statement Newest() => New(requestId: "r") with { RequestIdUse = RequestIdUse.Newest };

    private async Task ShouldHoldAsync(Statement holder) =>
        (await Store.FindByRequestIdAsync(Session, "r", default))!.Handle.Should().Be(holder.Handle);
}
