using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine;

/// <summary>An end that was told once is the end for good, although the store loses writes or acknowledgements and the server starts anew.</summary>
public sealed class ToldEndTests : ManagerFixture
{
    private const int Rounds = 40;

    public enum Loss
    {
        None = 0,
        Write,
        Reply,
        Either,
    }

    public enum Ending
    {
        None = 0,
        Success,
        Failure,
        Cancel,
        Timeout,
        Shutdown,
    }

    [Test]
    public async Task It_never_changes(
        [Values(Loss.Write, Loss.Reply, Loss.Either)] Loss loss,
        [Values(Ending.Success, Ending.Failure, Ending.Cancel, Ending.Timeout, Ending.Shutdown)] Ending ending,
        [Values] bool isForGood)
    {
        Executor.Run = ending == Ending.Failure ? (_, _) => throw new InvalidOperationException("as any executor may") : WriteRowsAsync;
        var statement = await Manager.SubmitAsync(Session, new() { Sql = "SELECT 1", Timeout = TimeSpan.FromSeconds(1) }, default);
        await Executor.BegunAsync();
        var told = new List<Statement>();
        var losses = 0;
        var most = isForGood ? int.MaxValue : 3;
        Store.Fault = call => loss is Loss.Write || (loss is Loss.Either && losses % 2 == 0) ? Lose(call) : null;
        Store.LostReply = call => loss is Loss.Reply or Loss.Either ? Lose(call) : null;

        await EndAsync(ending, statement, told);
        for (var round = 0; round < Rounds; round++)
        {
            await NoteAsync(Manager, statement, told);
            Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await Manager.DisposeAsync().AsTask().WaitAsync(Safety);
        (Store.Fault, Store.LostReply) = (null, null);
        var next = CreateAnother();
        for (var round = 0; round < 3; round++)
        {
            told.Add(await next.WaitAsync(Session, statement.Handle, Safety, WaitTimeoutBehavior.ReturnCurrent, default));
        }

        told.Select(one => (one.Status, one.Error?.Code, one.CompletedAt)).Distinct().Should().ContainSingle();

        Exception? Lose(StoreCall call) => call.Statement?.IsFinished == true && losses++ < most ? FaultyStore.Outage(call) : null;
    }

    private async Task EndAsync(Ending ending, Statement statement, List<Statement> told)
    {
        switch (ending)
        {
            case Ending.Cancel:
                try
                {
                    if ((await Manager.CancelAsync(Session, statement.Handle, default)).Statement is { } outcome)
                    {
                        told.Add(outcome);
                    }
                }
                catch (StatementStoreException)
                {
                    // Then it is not known, and the executor goes on.
                    Executor.Release();
                }

                break;
            case Ending.Timeout:
                Clock.Advance(TimeSpan.FromSeconds(1));
                break;
            case Ending.Shutdown:
                await Manager.DisposeAsync().AsTask().WaitAsync(Safety);
                break;
            default:
                Executor.Release();
                break;
        }
    }

    /// <summary>Notes what a reader and a lister are told of an end.</summary>
    private async Task NoteAsync(StatementManager manager, Statement statement, List<Statement> told)
    {
        try
        {
            told.AddRange(new[] { await manager.GetAsync(Session, statement.Handle, default) }.Concat(await ListedAsync()).Where(one => one.IsFinished));
        }
        catch (ObjectDisposedException)
        {
            // Stopped: nothing is told any more.
        }
    }
}
