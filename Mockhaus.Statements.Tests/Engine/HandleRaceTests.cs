using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine;

/// <summary>A host that brings its own handles may send the same one to two managers.</summary>
public sealed class HandleRaceTests : ManagerFixture
{
    [Test]
    public async Task A_submission_refused_for_its_handle_wakes_nobody_who_waits_for_the_other_managers_statement()
    {
        var (statement, other) = (await SubmitRunningAsync(), CreateAnother());
        Task<Statement>? waiting = null;
        Store.Fault = call =>
        {
            if (call.Operation == StoreOperation.Add)
            {
                waiting = other.WaitAsync(Session, statement.Handle, Forever, WaitTimeoutBehavior.Cancel, default).AsTask();
            }

            return null;
        };

        var submit = async () => await other.SubmitAsync(OtherSession, new() { Sql = "other", Handle = statement.Handle }, default);

        await submit.Should().ThrowAsync<StatementConflictException>();
        await Task.WhenAny(waiting!, Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System));
        waiting!.IsCompleted.Should().BeFalse();
        (await GetAsync(statement)).CancelRequestedAt.Should().BeNull();
    }

    [Test]
    public async Task A_submission_refused_for_its_handle_leaves_watchers_waiting()
    {
        var (statement, other) = (await SubmitRunningAsync(), CreateAnother());
        await using var watch = other.WatchAsync(Session, statement.Handle, default).GetAsyncEnumerator();
        Store.Fault = call =>
        {
            if (call.Operation == StoreOperation.Add)
            {
                watch.MoveNextAsync().AsTask().Wait(Safety);
            }

            return null;
        };
        var submit = async () => await other.SubmitAsync(OtherSession, new() { Sql = "other", Handle = statement.Handle }, default);
        await submit.Should().ThrowAsync<StatementConflictException>();
        Store.Calls.Clear();

        var next = watch.MoveNextAsync().AsTask();
        await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System));

        Store.Calls.Count.Should().BeLessThan(5, "the clock stands still, so nobody may ask again and again");
        Executor.Release();
        await EndAsync(statement);
        Clock.Advance(TimeSpan.FromMilliseconds(100));
        (await next.WaitAsync(Safety)).Should().BeTrue();
    }
}
