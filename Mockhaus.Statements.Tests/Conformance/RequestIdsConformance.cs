namespace Mockhaus.Statements.Tests.Conformance;

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
    public async Task An_expired_former_holder_that_is_reclaimed_does_not_take_the_request_id_back()
    {
        var first = await AddSucceededAsync(requestId: "r");
        Clock.Advance(first.TimeToLive);
        var second = await AddNewAsync(requestId: "r");

        (await Store.ReclaimAsync(Clock.GetUtcNow(), TimeSpan.FromHours(1), default)).Expired.Should().Be(1);

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
}
