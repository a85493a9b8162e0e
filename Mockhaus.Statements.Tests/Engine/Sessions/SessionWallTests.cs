using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine.Sessions;

public sealed class SessionWallTests : ManagerFixture
{
    private static readonly Func<StatementSession, StatementHandle, Task>[] ThrowingVerbs =
    [
        async (session, handle) => await session.GetAsync(handle),
        async (session, handle) => await session.WaitAsync(handle, Forever),
        async (session, handle) => await session.ReadBatchAsync(handle, 0),
        async (session, handle) => await session.ReadRowsAsync(handle).GetAsyncEnumerator().MoveNextAsync(),
        async (session, handle) => await session.OpenReaderAsync(handle),
        async (session, handle) => await session.CopyToAsync(handle, Stream.Null),
        async (session, handle) => await session.ReleaseAsync(handle),
    ];

    [Test]
    public async Task Another_sessions_statement_is_not_found_in_the_same_words_and_with_the_same_calls()
    {
        var intruder = Manager.OpenSession(OtherSession);
        var (live, finished) = await SubmitLiveAndFinishedAsync();
        foreach (var verb in ThrowingVerbs)
        {
            var unknown = StatementHandle.New(Clock);
            var (expected, calls) = await RefusedAsync(verb, intruder, unknown);
            foreach (var handle in new[] { live.Handle, finished.Handle })
            {
                var (message, sameCalls) = await RefusedAsync(verb, intruder, handle);

                message.Should().Be(expected.Replace($"{unknown}", $"{handle}", StringComparison.Ordinal));
                sameCalls.Should().Equal(calls);
            }
        }
    }

    [Test]
    public async Task Another_sessions_statement_cannot_be_cancelled()
    {
        var intruder = Manager.OpenSession(OtherSession);
        var (live, finished) = await SubmitLiveAndFinishedAsync();
        Store.Calls.Clear();
        (await intruder.CancelAsync(StatementHandle.New(Clock))).Status.Should().Be(CancelStatus.NotFound);
        var calls = TakeCalls();

        foreach (var statement in new[] { live, finished })
        {
            (await intruder.CancelAsync(statement.Handle)).Should().Be(new CancelResult(CancelStatus.NotFound, null));
            TakeCalls().Should().Equal(calls);
        }

        (await GetAsync(live)).Status.Should().Be(StatementStatus.Running);
    }

    [Test]
    public async Task Another_sessions_expired_statement_is_not_found()
    {
        var (_, finished) = await SubmitLiveAndFinishedAsync();
        Clock.Advance(finished.TimeToLive);

        var get = async () => await Manager.GetAsync(OtherSession, finished.Handle, default);

        await get.Should().ThrowAsync<StatementNotFoundException>();
    }

    [Test]
    public async Task Another_sessions_attempts_do_not_put_an_expiry_off()
    {
        var (_, finished) = await SubmitLiveAndFinishedAsync();
        Clock.Advance(TimeSpan.FromMinutes(30));
        foreach (var verb in ThrowingVerbs)
        {
            await RefusedAsync(verb, Manager.OpenSession(OtherSession), finished.Handle);
        }

        (await StoredAsync(finished)).Should().Be(finished);
    }

    [Test]
    public async Task Lists_show_only_the_sessions_own_whatever_the_filter_says()
    {
        var (live, finished) = await SubmitLiveAndFinishedAsync();

        (await ListAsync(Session, null)).Should().BeEquivalentTo([live.Handle, finished.Handle]);
        (await ListAsync(Session, new() { SessionId = OtherSession })).Should().HaveCount(2);
        (await ListAsync(OtherSession, null)).Should().BeEmpty();
        (await ListAsync(OtherSession, new() { SessionId = Session })).Should().BeEmpty();
    }

    [Test]
    public async Task A_sessions_name_counts_exactly()
    {
        var (live, _) = await SubmitLiveAndFinishedAsync();

        foreach (var name in new[] { "SESSION-1", "session-1 ", "session", "session-11" })
        {
            var get = async () => await Manager.GetAsync(name, live.Handle, default);
            await get.Should().ThrowAsync<StatementNotFoundException>();
        }
    }

    private async Task<(Statement Live, Statement Finished)> SubmitLiveAndFinishedAsync()
    {
        var gate = new TaskCompletionSource();
        Executor.Run = async (execution, cancellationToken) =>
        {
            await WriteRowsAsync(execution, cancellationToken);
            await (execution.Statement.Sql == "live" ? gate.Task.WaitAsync(cancellationToken) : Task.CompletedTask);
        };
        Executor.Release();
        var live = await SubmitRunningAsync("live");
        return (live, await EndAsync(await SubmitAsync()));
    }

    private async Task<(string Message, List<StoreOperation> Calls)> RefusedAsync(
        Func<StatementSession, StatementHandle, Task> verb, StatementSession session, StatementHandle handle)
    {
        Store.Calls.Clear();
        var call = async () => await verb(session, handle).WaitAsync(Safety);
        var exception = await call.Should().ThrowAsync<StatementNotFoundException>();
        return (exception.Which.Message, TakeCalls());
    }

    private List<StoreOperation> TakeCalls()
    {
        var calls = Store.Calls.Select(call => call.Operation).ToList();
        Store.Calls.Clear();
        return calls;
    }

    private async Task<List<StatementHandle>> ListAsync(string sessionId, StatementFilter? filter)
    {
        var handles = new List<StatementHandle>();
        await foreach (var statement in Manager.OpenSession(sessionId).ListAsync(filter))
        {
            handles.Add(statement.Handle);
        }

        return handles;
    }
}
