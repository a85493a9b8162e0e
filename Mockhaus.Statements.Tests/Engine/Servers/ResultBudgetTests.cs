using Mockhaus.Statements.Results;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine.Servers;

/// <summary>Room for two results of a little more than 400 bytes on all servers together, not for three.</summary>
public sealed class ResultBudgetTests : ServersFixture
{
    protected override void Configure(MockhausStatementsOptions options) =>
        (options.Results.MaxTotalResultBytes, options.Limits.MaxConcurrentStatements, options.Retention.CleanupInterval, options.Retention.SessionIdleTimeout) =
            (1024, 1, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));

    [Test]
    public async Task The_sweeper_counts_what_other_servers_have_stored_and_gives_up_the_oldest_of_all()
    {
        var (first, second, third) = (await RunAsync(First), await RunAsync(Second), await RunAsync(First));
        await ShouldHaveRowsAsync(first, second, third);

        await SweepAsync();

        await UntilAsync(async () => (await StoredAsync(first))!.RowsEvictedAt is not null, "the oldest has given up its rows");
        await ShouldHaveRowsAsync(second, third);
    }

    [Test]
    public async Task What_others_have_stored_before_the_last_count_counts_for_the_next_result()
    {
        var (first, second) = (await RunAsync(First), await RunAsync(First));
        await SweepAsync();

        var third = await RunAsync(Second);

        (await StoredAsync(first))!.RowsEvictedAt.Should().NotBeNull();
        await ShouldHaveRowsAsync(second, third);
    }

    [Test]
    public async Task Whoever_has_stored_them_the_oldest_go_first()
    {
        var (first, second) = (await RunAsync(First), await RunAsync(Second));
        await SweepAsync();
        var (third, fourth) = (await RunAsync(First), await RunAsync(First));

        (await StoredAsync(first))!.RowsEvictedAt.Should().NotBeNull();
        (await StoredAsync(second))!.RowsEvictedAt.Should().NotBeNull();
        await ShouldHaveRowsAsync(third, fourth);
    }

    [Test]
    public async Task What_was_released_on_another_server_counts_no_more()
    {
        var (first, second) = (await RunAsync(First), await RunAsync(First));
        await SweepAsync();
        foreach (var statement in new[] { first, second })
        {
            (await First.Manager.ReleaseAsync(Session, statement.Handle, default)).Should().BeTrue();
        }

        await SweepAsync();
        var (third, fourth) = (await RunAsync(Second), await RunAsync(Second));

        await ShouldHaveRowsAsync(third, fourth);
    }

    [Test]
    public async Task What_the_list_has_told_is_not_asked_for_once_more()
    {
        var first = await RunAsync(First);
        await RunAsync(Second);
        await SweepAsync();

        Second.Store.Link.Forget();
        await SweepAsync();

        Second.Store.Link.Calls.Should().NotContain(call => call.Operation == StoreOperation.Find);
        await ShouldHaveRowsAsync(first);
    }

    /// <summary>One second after the other: which of two that have ended at the same time is the older is not said.</summary>
    private async Task<Statement> RunAsync(FarmServer server)
    {
        Clock.Advance(TimeSpan.FromSeconds(1));
        server.Executor.Run = static async (execution, token) =>
        {
            execution.Result.Start([ResultColumn.Text("T")]);
            execution.Result.Row.WriteText(new string('x', 400));
            await execution.Result.EndRowAsync(token);
        };
        server.Executor.Release();
        var final = await server.EndAsync(await server.SubmitAsync());
        await server.SettleAsync();
        return final;
    }

    /// <summary>Lets both servers sweep. Time goes on, so that what comes after has ended later.</summary>
    private async Task SweepAsync()
    {
        First.Store.Link.Forget();
        Second.Store.Link.Forget();
        Clock.Advance(Options.Retention.CleanupInterval);
        foreach (var server in new[] { First, Second })
        {
            // The list of results comes after that, and the list of sessions only when those are counted.
            await server.Store.Link.NextAsync(call => call.Operation == StoreOperation.Purge);
            await server.Store.Link.NextAsync(call => call.Operation == StoreOperation.List);
            await server.Store.Link.NextAsync(call => call.Operation == StoreOperation.List);
        }
    }

    private async Task ShouldHaveRowsAsync(params IReadOnlyList<Statement> statements)
    {
        foreach (var statement in statements)
        {
            (await First.GetAsync(statement)).Result.Should().NotBeNull();
        }
    }
}
