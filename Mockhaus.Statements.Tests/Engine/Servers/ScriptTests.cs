using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine.Servers;

/// <summary>Requests of several statements, whose parts others end or ask for. Each part waits at the gate.</summary>
public sealed class ScriptTests : ServersFixture
{
    protected override void Configure(MockhausStatementsOptions options) => options.Limits.MaxConcurrentStatements = 1;

    protected override IStatementExecutor ManagersExecutor(ControlledExecutor executor) => new SplittingExecutor(executor);

    [Test]
    public async Task Whoever_finds_a_parent_lost_ends_its_parts_before_it_says_so()
    {
        var (parent, parts) = await SubmitAsync();
        Farm.LoseLease(parent.Owner!, isFound: false);

        (await Second.GetAsync(parent)).Error!.Code.Should().Be("900009");

        foreach (var part in parts)
        {
            (await StoredAsync(part))!.Error!.Code.Should().Be("900009");
        }
    }

    [Test]
    public async Task Whoever_finds_a_part_lost_ends_that_part_and_the_pass_the_rest()
    {
        var (parent, parts) = await SubmitAsync();
        Farm.LoseLease(parent.Owner!, isFound: false);
        (await Second.GetAsync(parts[1])).Error!.Code.Should().Be("900009");
        (await StoredAsync(parent))!.IsFinished.Should().BeFalse("nobody has asked for it");

        Farm.FindLost(parent.Owner!);

        foreach (var statement in parts.Append(parent))
        {
            await UntilAsync(async () => (await StoredAsync(statement))!.IsFinished, "the pass has ended it");
            (await StoredAsync(statement))!.Error!.Code.Should().Be("900009");
        }
    }

    [Test]
    public async Task A_parent_that_was_only_slow_stops_its_parts_when_others_have_ended_it()
    {
        var (parent, parts) = await SubmitAsync();
        Farm.LoseLease(parent.Owner!);

        await First.Executor.Stopped;

        (await First.EndAsync(parent)).Error!.Code.Should().Be("900009");
        foreach (var part in parts)
        {
            (await First.EndAsync(part)).Error!.Code.Should().Be("900009");
        }

        (await First.EndAsync(await First.SubmitAsync(ControlledExecutor.Settling))).Status.Should().Be(StatementStatus.Failed, "its place is free");
    }

    [Test]
    public async Task A_cancel_on_another_server_ends_all_parts()
    {
        var (parent, parts) = await SubmitAsync();

        (await Second.CancelAsync(parent)).Status.Should().Be(CancelStatus.Cancelling);

        (await Second.EndAsync(parent)).Status.Should().Be(StatementStatus.Cancelled);
        foreach (var part in parts)
        {
            (await First.EndAsync(part)).Status.Should().Be(StatementStatus.Cancelled);
        }
    }

    [Test]
    public async Task A_cancel_of_a_part_on_another_server_fails_the_parent()
    {
        var (parent, parts) = await SubmitAsync();

        (await Second.CancelAsync(parts[0])).Status.Should().Be(CancelStatus.Cancelling);

        (await First.EndAsync(parent)).Error!.Code.Should().Be("100132");
        (await StoredAsync(parts[0]))!.Status.Should().Be(StatementStatus.Cancelled);
        (await StoredAsync(parts[1]))!.Error!.Code.Should().Be("900011");
    }

    [Test]
    public async Task The_end_of_the_session_on_another_server_takes_parent_and_parts_with_it()
    {
        var (parent, parts) = await SubmitAsync();

        (await Second.Manager.EndSessionAsync(Session, default)).Should().Be(1 + parts.Count);

        await First.Executor.Stopped;
        await First.SettleAsync();
        foreach (var statement in parts.Append(parent))
        {
            (await StoredAsync(statement)).Should().BeNull();
        }
    }

    /// <summary>One whose first part is at the gate.</summary>
    private async Task<(Statement Parent, IReadOnlyList<Statement> Parts)> SubmitAsync()
    {
        var parent = await First.Manager.SubmitAsync(Session, new() { Sql = "a; b; c", StatementCount = 0 }, default);
        await First.Executor.BegunAsync();
        var parts = new List<Statement>();
        foreach (var handle in (await StoredAsync(parent))!.Children)
        {
            parts.Add((await Farm.Inner.FindAsync(handle, default))!);
        }

        parts.Should().HaveCount(3);
        return (parent, parts);
    }
}
