using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine.Retention;

public sealed class ExpiryTests : ManagerFixture
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Test]
    public async Task A_result_expires_its_time_to_live_after_completion_to_the_second()
    {
        var statement = await SubmitRunningAsync();
        Clock.Advance(TimeSpan.FromDays(2));
        Executor.Release();
        await EndAsync(statement);
        Clock.Advance(TimeSpan.FromHours(1) - Second);
        (await StoredAsync(statement))!.IsExpiredAt(Clock.GetUtcNow()).Should().BeFalse();

        Clock.Advance(Second);

        await ExpiredAsync(statement, Clock.GetUtcNow());
    }

    [Test]
    public async Task Each_read_puts_the_expiry_off()
    {
        foreach (var read in new Func<Statement, Task>[]
        {
            GetAsync,
            EndAsync,
            async statement => await Manager.ReadBatchAsync(Session, statement.Handle, 0, default),
            RowsAsync,
        })
        {
            var statement = await SubmitFinishedAsync();
            Clock.Advance(TimeSpan.FromMinutes(59));
            await read(statement);

            Clock.Advance(TimeSpan.FromMinutes(59));

            (await StoredAsync(statement))!.ExpiresAt.Should().Be(Clock.GetUtcNow().AddMinutes(1));
            Clock.Advance(TimeSpan.FromMinutes(1));
            await ExpiredAsync(statement, Clock.GetUtcNow());
        }
    }

    [Test]
    public async Task A_read_leaves_the_version_alone()
    {
        var statement = await SubmitFinishedAsync();
        Clock.Advance(TimeSpan.FromMinutes(30));

        var read = await GetAsync(statement);

        read.Should().Be(statement with { ExpiresAt = statement.ExpiresAt!.Value.AddMinutes(30) });
        (await StoredAsync(statement)).Should().Be(read);
    }

    [Test]
    public async Task A_refresh_is_written_at_most_once_per_tenth_of_the_time_to_live()
    {
        var statement = await SubmitFinishedAsync();
        for (var minute = 0; minute < 30; minute++)
        {
            await GetAsync(statement);
            Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Store.Calls.Count(call => call.Operation == StoreOperation.Refresh).Should().Be(4, "at minutes 6, 12, 18 and 24");
    }

    [Test]
    public async Task Being_listed_is_no_read()
    {
        var statement = await SubmitFinishedAsync();
        Clock.Advance(TimeSpan.FromMinutes(30));

        await foreach (var listed in Manager.ListAsync(Session, null, default))
        {
            listed.ExpiresAt.Should().Be(statement.ExpiresAt);
        }

        (await StoredAsync(statement)).Should().Be(statement);
    }

    [Test]
    public async Task Reads_never_put_the_expiry_past_completion_plus_the_maximum()
    {
        var statement = await SubmitFinishedAsync();
        var cap = statement.CompletedAt!.Value + Options.Retention.MaxTimeToLive;
        while (Clock.GetUtcNow() < cap - TimeSpan.FromMinutes(30))
        {
            await GetAsync(statement);
            Clock.Advance(TimeSpan.FromMinutes(30));
        }

        (await GetAsync(statement)).ExpiresAt.Should().Be(cap);
        Clock.Advance(cap - Clock.GetUtcNow() - Second);
        (await GetAsync(statement)).ExpiresAt.Should().Be(cap);
        Clock.Advance(Second);
        await ExpiredAsync(statement, cap);
    }

    [Test]
    public async Task A_request_sets_its_own_time_to_live_up_to_the_maximum()
    {
        Executor.Release();
        var request = new StatementRequest { Sql = "SELECT 1", TimeToLive = TimeSpan.FromMinutes(5) };
        var brief = await EndAsync(await Manager.SubmitAsync(Session, request, default));
        var lengthy = await EndAsync(await Manager.SubmitAsync(Session, request with { TimeToLive = TimeSpan.FromDays(99) }, default));

        brief.ExpiresAt.Should().Be(brief.CompletedAt!.Value.AddMinutes(5));
        lengthy.TimeToLive.Should().Be(Options.Retention.MaxTimeToLive);
        lengthy.ExpiresAt.Should().Be(lengthy.CompletedAt!.Value + Options.Retention.MaxTimeToLive);
    }

    [Test]
    public async Task A_time_to_live_of_nothing_is_refused()
    {
        var submit = async () => await Manager.SubmitAsync(Session, new() { Sql = "SELECT 1", TimeToLive = TimeSpan.Zero }, default);

        await submit.Should().ThrowAsync<ArgumentOutOfRangeException>();
    }

    [Test]
    public async Task What_is_live_never_expires()
    {
        var statement = await SubmitRunningAsync();

        Clock.Advance(TimeSpan.FromDays(40));

        (await GetAsync(statement)).ExpiresAt.Should().BeNull();
    }

    private async Task ExpiredAsync(Statement statement, DateTimeOffset since)
    {
        var get = async () => await GetAsync(statement);
        (await get.Should().ThrowAsync<StatementExpiredException>()).Which.ExpiredAt.Should().Be(since);
    }
}
