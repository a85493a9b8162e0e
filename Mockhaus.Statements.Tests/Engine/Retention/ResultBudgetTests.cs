using System.Globalization;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine.Retention;

/// <summary>Room for two results of a little more than 400 bytes, not for three.</summary>
public sealed class ResultBudgetTests : ManagerFixture
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    protected override void Configure(MockhausStatementsOptions options) =>
        (options.Results.MaxTotalResultBytes, options.Limits.MaxConcurrentStatements) = (1024, 1);

    [Test]
    public async Task The_oldest_result_gives_up_its_rows_and_its_statement_says_so()
    {
        var statements = await RunAsync(3);

        var oldest = await GetAsync(statements[0]);
        oldest.Status.Should().Be(StatementStatus.Succeeded);
        oldest.RowsEvictedAt.Should().Be(Clock.GetUtcNow());
        oldest.Result.Should().BeNull();
        oldest.ExpiresAt.Should().Be(statements[0].ExpiresAt);
        await ShouldHaveRowsAsync(statements[1], statements[2]);
    }

    [Test]
    public async Task Its_batches_are_gone_from_the_store()
    {
        var statements = await RunAsync(3);

        (await Store.Inner.ReadBatchAsync(statements[0].Handle, 0, default)).Should().BeNull();
    }

    [Test]
    public async Task Whoever_asks_for_its_rows_is_told_which_option_has_cost_them()
    {
        var statements = await RunAsync(3);

        foreach (var read in new Func<Task>[]
        {
            async () => await Manager.ReadBatchAsync(Session, statements[0].Handle, 0, default),
            async () => await RowsAsync(statements[0]),
        })
        {
            (await read.Should().ThrowAsync<StatementResultException>()).Which.Message.Should().Contain("MaxTotalResultBytes");
        }
    }

    [Test]
    public async Task It_can_still_be_released_and_listed()
    {
        var statements = await RunAsync(3);

        (await ListedAsync(new() { Status = StatementStatus.Succeeded })).Should().HaveCount(3);
        (await Manager.ReleaseAsync(Session, statements[0].Handle, default)).Should().BeTrue();
    }

    [Test]
    public async Task The_newest_result_always_has_room()
    {
        var small = await RunAsync(1);
        var large = await RunAsync(1, 2000);

        (await GetAsync(small[0])).RowsEvictedAt.Should().NotBeNull();
        await ShouldHaveRowsAsync(large);
        var next = await RunAsync(1);
        (await GetAsync(large[0])).RowsEvictedAt.Should().NotBeNull("it is no longer the newest");
        await ShouldHaveRowsAsync(next);
    }

    [Test]
    public async Task Only_as_many_are_given_up_as_have_to_be()
    {
        var statements = await RunAsync(6);

        foreach (var statement in statements[..4])
        {
            (await GetAsync(statement)).Result.Should().BeNull();
        }

        await ShouldHaveRowsAsync(statements[4], statements[5]);
    }

    [Test]
    public async Task Expired_results_do_not_count()
    {
        await RunAsync(1);
        Clock.Advance(Options.Retention.DefaultTimeToLive / 2);
        var second = await RunAsync(1);
        Clock.Advance(Options.Retention.DefaultTimeToLive / 2);

        var third = await RunAsync(1);

        await ShouldHaveRowsAsync(second[0], third[0]);
    }

    [Test]
    public async Task Released_results_do_not_count()
    {
        var first = await RunAsync(2);
        await Manager.ReleaseAsync(Session, first[0].Handle, default);

        var last = await RunAsync(1);

        await ShouldHaveRowsAsync(first[1], last[0]);
    }

    [Test]
    public async Task The_results_of_an_ended_session_do_not_count()
    {
        var kept = await RunAsync(1, sessionId: Session);
        await RunAsync(1, sessionId: OtherSession);
        await Manager.EndSessionAsync(OtherSession, default);

        var last = await RunAsync(1);

        await ShouldHaveRowsAsync(kept[0], last[0]);
    }

    [Test]
    public async Task What_another_manager_has_removed_does_not_count()
    {
        var kept = await RunAsync(1, sessionId: Session);
        await RunAsync(1, sessionId: OtherSession);
        await CreateAnother().EndSessionAsync(OtherSession, default);
        Clock.Advance(Second);

        var last = await RunAsync(1);

        await ShouldHaveRowsAsync(kept[0], last[0]);
    }

    [Test]
    public async Task Every_session_shares_the_same_budget()
    {
        var others = await RunAsync(1, sessionId: OtherSession);
        await RunAsync(2);

        (await Manager.GetAsync(OtherSession, others[0].Handle, default)).RowsEvictedAt.Should().NotBeNull();
    }

    [Test]
    public async Task A_manager_that_finds_results_in_the_store_counts_them()
    {
        var statements = await RunAsync(1);
        Clock.Advance(Second);
        statements.AddRange(await RunAsync(1));
        await Manager.DisposeAsync();
        await using var second = CreateAnother();

        var last = await second.SubmitAsync(Session, new() { Sql = "400" }, default);
        await Store.NextAsync(call => call.Statement?.RowsEvictedAt is not null);

        (await StoredAsync(statements[0]))!.Result.Should().BeNull();
        (await StoredAsync(statements[1]))!.Result.Should().NotBeNull();
        (await StoredAsync(last))!.Result.Should().NotBeNull();
    }

    [Test]
    public async Task An_outage_while_rows_are_given_up_costs_the_new_statement_nothing_and_is_made_up_for()
    {
        var statements = await RunAsync(2);
        Store.Fault = call => call.Statement?.RowsEvictedAt is null ? null : FaultyStore.Outage(call);
        var third = await RunAsync(1);
        await ShouldHaveRowsAsync([.. statements, .. third]);

        Store.Fault = null;
        var last = await RunAsync(1);

        (await GetAsync(statements[0])).RowsEvictedAt.Should().NotBeNull();
        (await GetAsync(statements[1])).RowsEvictedAt.Should().NotBeNull();
        await ShouldHaveRowsAsync(third[0], last[0]);
    }

    [Test]
    public async Task A_success_whose_answer_was_lost_counts_as_well()
    {
        var lost = 0;
        Store.LostReply = call => call.Status == StatementStatus.Succeeded && lost++ == 0 ? FaultyStore.Outage(call) : null;
        Executor.Run = WriteAsync;
        Executor.Release();
        var first = await SubmitAsync("400");
        await Clock.TimerAsync(TimeSpan.FromMilliseconds(50));
        Clock.Advance(TimeSpan.FromMilliseconds(50));
        await SettleAsync();
        (await StoredAsync(first))!.Result.Should().NotBeNull("its success was stored after all");

        await RunAsync(2);

        (await StoredAsync(first))!.RowsEvictedAt.Should().NotBeNull();
    }

    private async Task<List<Statement>> RunAsync(int count, int bytes = 400, string sessionId = Session)
    {
        Executor.Run = WriteAsync;
        Executor.Release();
        var statements = new List<Statement>();
        for (var i = 0; i < count; i++)
        {
            statements.Add(await EndAsync(await SubmitAsync($"{bytes}", sessionId: sessionId)));
            await SettleAsync();
        }

        return statements;
    }

    private async Task ShouldHaveRowsAsync(params IReadOnlyList<Statement> statements)
    {
        foreach (var statement in statements)
        {
            (await RowsAsync(statement)).Should().ContainSingle();
        }
    }

    private static async ValueTask WriteAsync(StatementExecution execution, CancellationToken token)
    {
        execution.Result.Start([ResultColumn.Text("T")]);
        execution.Result.Row.WriteText(new string('x', int.Parse(execution.Statement.Sql, CultureInfo.InvariantCulture)));
        await execution.Result.EndRowAsync(token);
    }
}
