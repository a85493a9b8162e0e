using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine.Retention;

public sealed class TombstoneTests : ManagerFixture
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Test]
    public async Task An_expired_handle_says_so_in_every_verb_that_reads()
    {
        var statement = await SubmitFinishedAsync();
        Clock.Advance(statement.TimeToLive + Second);

        foreach (var call in new Func<Task>[]
        {
            async () => await GetAsync(statement),
            async () => await EndAsync(statement),
            async () => await Manager.ReadBatchAsync(Session, statement.Handle, 0, default),
            async () => await RowsAsync(statement),
            async () => await Manager.CancelAsync(Session, statement.Handle, default),
            async () => await Manager.ReleaseAsync(Session, statement.Handle, default),
        })
        {
            var expired = (await call.Should().ThrowAsync<StatementExpiredException>()).Which;
            expired.ExpiredAt.Should().Be(statement.ExpiresAt!.Value);
            expired.Handle.Should().Be(statement.Handle);
        }
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Expired_becomes_not_found_when_the_retention_is_over_swept_or_not(bool swept)
    {
        var statement = await SubmitFinishedAsync();
        Clock.Advance(statement.TimeToLive + Options.Retention.TombstoneRetention - Second);
        if (swept)
        {
            await Store.Inner.PurgeExpiredAsync(Clock.GetUtcNow(), Options.Retention.TombstoneRetention, default);
        }

        var get = async () => await GetAsync(statement);
        await get.Should().ThrowAsync<StatementExpiredException>();

        Clock.Advance(Second);
        await get.Should().ThrowAsync<StatementNotFoundException>();
    }

    [Test]
    public async Task A_released_handle_is_expired_from_that_moment_and_then_not_found()
    {
        var statement = await SubmitFinishedAsync();
        Clock.Advance(Second);
        var released = Clock.GetUtcNow();

        (await Manager.ReleaseAsync(Session, statement.Handle, default)).Should().BeTrue();

        var get = async () => await GetAsync(statement);
        (await get.Should().ThrowAsync<StatementExpiredException>()).Which.ExpiredAt.Should().Be(released);
        (await Store.Inner.ReadBatchAsync(statement.Handle, 0, default)).Should().BeNull("its rows are given up at once");
        Clock.Advance(Options.Retention.TombstoneRetention - Second);
        await get.Should().ThrowAsync<StatementExpiredException>();
        Clock.Advance(Second);
        await get.Should().ThrowAsync<StatementNotFoundException>();
    }

    [Test]
    public async Task A_live_statement_is_not_released()
    {
        var statement = await SubmitRunningAsync();

        (await Manager.ReleaseAsync(Session, statement.Handle, default)).Should().BeFalse();

        (await GetAsync(statement)).Status.Should().Be(StatementStatus.Running);
    }

    [Test]
    public async Task A_second_release_finds_it_expired()
    {
        var statement = await SubmitFinishedAsync();
        await Manager.ReleaseAsync(Session, statement.Handle, default);

        var release = async () => await Manager.ReleaseAsync(Session, statement.Handle, default);

        await release.Should().ThrowAsync<StatementExpiredException>();
    }

    [Test]
    public async Task Lists_leave_out_what_has_expired()
    {
        await SubmitFinishedAsync();
        Clock.Advance(TimeSpan.FromMinutes(30));
        var second = await SubmitFinishedAsync();
        Clock.Advance(TimeSpan.FromMinutes(30));

        var listed = new List<StatementHandle>();
        await foreach (var statement in Manager.ListAsync(Session, null, default))
        {
            listed.Add(statement.Handle);
        }

        listed.Should().Equal(second.Handle);
    }

    [Test]
    public async Task Without_retention_the_handle_is_not_found_at_once()
    {
        Create(options => options.Retention.TombstoneRetention = TimeSpan.Zero);
        var statement = await SubmitFinishedAsync();

        Clock.Advance(statement.TimeToLive);

        var get = async () => await GetAsync(statement);
        await get.Should().ThrowAsync<StatementNotFoundException>();
    }
}
