using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine.Retention;

/// <summary>What comes by the clock comes at its moment, and not a microsecond earlier.</summary>
public sealed class MomentTests : ManagerFixture
{
    private static readonly TimeSpan Tick = TimeSpan.FromMicroseconds(1);

    [Test]
    public async Task The_expiry_after_completion()
    {
        var statement = await SubmitFinishedAsync();

        await ExpiresAtAsync(statement, statement.CompletedAt!.Value + Options.Retention.DefaultTimeToLive);
    }

    [Test]
    public async Task The_expiry_of_a_request_with_its_own_time_to_live()
    {
        Executor.Release();
        var request = new StatementRequest { Sql = "SELECT 1", TimeToLive = TimeSpan.FromSeconds(90) };
        var statement = await EndAsync(await Manager.SubmitAsync(Session, request, default));

        await ExpiresAtAsync(statement, statement.CompletedAt!.Value.AddSeconds(90));
    }

    [Test]
    public async Task The_expiry_after_a_read()
    {
        var statement = await SubmitFinishedAsync();
        Clock.Advance(Options.Retention.DefaultTimeToLive - Tick);
        var read = Clock.GetUtcNow();
        await GetAsync(statement);

        await ExpiresAtAsync(statement, read + Options.Retention.DefaultTimeToLive);
    }

    [Test]
    public async Task The_expiry_at_the_maximum()
    {
        Create(options => options.Retention.MaxTimeToLive = TimeSpan.FromMinutes(90));
        var statement = await SubmitFinishedAsync();
        Clock.Advance(TimeSpan.FromMinutes(50));
        await GetAsync(statement);

        await ExpiresAtAsync(statement, statement.CompletedAt!.Value.AddMinutes(90));
    }

    [Test]
    public async Task The_end_of_a_tombstone()
    {
        var statement = await SubmitFinishedAsync();
        Clock.SetUtcNow(statement.ExpiresAt!.Value + Options.Retention.TombstoneRetention - Tick);
        var get = async () => await GetAsync(statement);
        await get.Should().ThrowAsync<StatementExpiredException>();

        Clock.Advance(Tick);

        await get.Should().ThrowAsync<StatementNotFoundException>();
    }

    [Test]
    public async Task A_timeout()
    {
        Clock.Advance(TimeSpan.FromHours(1));
        var request = new StatementRequest { Sql = "SELECT 1", Timeout = TimeSpan.FromSeconds(10) };
        var statement = await Manager.SubmitAsync(Session, request, default);
        var begun = (await Executor.BegunAsync()).Statement;
        Clock.Advance(TimeSpan.FromSeconds(10) - Tick);
        (await StoredAsync(statement))!.Status.Should().Be(StatementStatus.Running);

        Clock.Advance(Tick);

        var final = await EndAsync(statement);
        final.Error!.Code.Should().Be(StatementErrorCodes.Timeout);
        final.CompletedAt.Should().Be(begun.StartedAt!.Value.AddSeconds(10));
    }

    [Test]
    public async Task The_limit_of_a_wait()
    {
        var statement = await SubmitRunningAsync();
        var limit = TimeSpan.FromSeconds(10);
        var wait = Manager.OpenSession(Session).WaitAsync(statement.Handle, limit).AsTask();
        await Clock.TimerAsync(limit);
        Clock.Advance(limit - Tick);
        wait.IsCompleted.Should().BeFalse();

        Clock.Advance(Tick);

        (await wait.WaitAsync(Safety)).Status.Should().Be(StatementStatus.Running);
    }

    /// <summary>Looks at lists until then: being listed puts nothing off.</summary>
    private async Task ExpiresAtAsync(Statement statement, DateTimeOffset moment)
    {
        Clock.SetUtcNow(moment - Tick);
        (await ListedAsync()).Should().Equal(statement.Handle);

        Clock.Advance(Tick);

        (await ListedAsync()).Should().BeEmpty();
        var get = async () => await GetAsync(statement);
        (await get.Should().ThrowAsync<StatementExpiredException>()).Which.ExpiredAt.Should().Be(moment);
    }

    private async Task<List<StatementHandle>> ListedAsync()
    {
        var listed = new List<StatementHandle>();
        await foreach (var statement in Manager.ListAsync(Session, null, default))
        {
            listed.Add(statement.Handle);
        }

        return listed;
    }
}
