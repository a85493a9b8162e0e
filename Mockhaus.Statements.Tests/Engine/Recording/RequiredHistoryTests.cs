using Microsoft.Extensions.Options;
using Mockhaus.Statements.History;

namespace Mockhaus.Statements.Tests.Engine.Recording;

public sealed class RequiredHistoryTests : RecordingFixture
{
    protected override void Configure(MockhausStatementsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.History.Required = true;
    }

    [Test]
    public async Task The_submission_is_recorded_before_the_end()
    {
        var statement = await RunAsync("select 'x'");

        var entries = (await Manager.ReadHistoryAsync()).Entries;

        entries.Select(entry => entry.Kind).Should().Equal(HistoryEntryKind.Ended, HistoryEntryKind.Submitted);
        entries.Should().OnlyContain(entry => entry.Handle == statement.Handle);
    }

    [Test]
    public async Task What_cannot_be_recorded_does_not_run_and_leaves_nothing()
    {
        History.IsDown = true;
        var request = new StatementRequest { Sql = "select 1", RequestId = "r" };

        var refused = await Manager.Invoking(manager => manager.SubmitAsync(Session, request).AsTask()).Should().ThrowAsync<StatementHistoryException>();

        (await Store.FindAsync(refused.Which.Handle, default)).Should().BeNull();
        History.IsDown = false;
        var statement = await Manager.SubmitAsync(Session, request);
        (await Manager.WaitAsync(Session, statement.Handle, Safety)).Status.Should().Be(StatementStatus.Succeeded);
        await Manager.DisposeAsync();
        (await History.AllAsync()).Should().HaveCount(2).And.OnlyContain(entry => entry.Handle == statement.Handle);
    }

    [Test]
    public async Task A_refusal_takes_no_place_in_the_queue()
    {
        History.IsDown = true;
        for (var i = 0; i < 20; i++)
        {
            await Manager.Invoking(manager => manager.SubmitAsync(Session, new() { Sql = "select 1" }).AsTask()).Should().ThrowAsync<StatementHistoryException>();
        }

        var load = await Manager.CheckAsync(Safety, default);
        (load.Queued, load.Running).Should().Be((0, 0));
    }

    [Test]
    public async Task Without_a_history_the_manager_refuses_the_option()
    {
        this.Invoking(_ => new StatementManager(Store, Executor, Options)).Should().Throw<OptionsValidationException>().WithMessage("*History:Required*");
        await Task.CompletedTask;
    }
}
