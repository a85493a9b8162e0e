using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Execution;

namespace Mockhaus.Statements.Tests.Stores.Redis;

/// <summary>Two managers that share a session at its limit, by the system's clock.</summary>
public sealed class FullSessionTests : RedisFixture
{
    private const string Session = "session";
    private const int Limit = 20;

    private static readonly MockhausStatementsOptions Options = new() { Limits = { MaxStatementsPerSession = Limit } };

    [Test]
    public async Task Submissions_to_both_at_once_are_all_taken_and_the_session_keeps_no_more_than_its_limit()
    {
        var managers = new[] { await StartAsync(), await StartAsync() };
        var first = await RunAsync(managers[0]);

        var ran = await Race.RunAsync(4, async at =>
        {
            var statements = new List<Statement>();
            for (var i = 0; i < 25; i++)
            {
                statements.Add(await RunAsync(managers[at % 2]));
            }

            return statements;
        });

        ran.SelectMany(statements => statements).Should().OnlyContain(statement => statement.Status == StatementStatus.Succeeded);
        var kept = new List<Statement>();
        await foreach (var statement in managers[1].ListAsync(Session, null, default))
        {
            kept.Add(statement);
        }

        kept.Should().HaveCountLessThanOrEqualTo(Limit).And.HaveCountGreaterThan(Limit / 2);
        foreach (var manager in managers)
        {
            await FluentActions.Awaiting(async () => await manager.GetAsync(Session, first.Handle, default)).Should().ThrowAsync<StatementExpiredException>();
        }
    }

    [Test]
    public async Task The_request_id_goes_to_the_newest_whichever_manager_it_is_given_to()
    {
        var managers = new[] { await StartAsync(), await StartAsync() };
        var request = new StatementRequest { Sql = "SELECT 1", RequestId = "r", RequestIdUse = RequestIdUse.Newest };

        var newest = await Race.RunAsync(8, async at => await managers[at % 2].SubmitAsync(Session, request, default));
        newest.Select(statement => statement.Handle).Should().OnlyHaveUniqueItems();
        var last = await managers[1].SubmitAsync(Session, request, default);
        var found = await managers[0].SubmitAsync(Session, request with { RequestIdUse = RequestIdUse.Key }, default);

        found.Handle.Should().Be(last.Handle);
        found.CreatedAt.Should().Be(last.CreatedAt);
    }

    private async Task<StatementManager> StartAsync() => Keep(new StatementManager(
        await OpenAsync(statementOptions: Options, clock: TimeProvider.System), new DelegateStatementExecutor((_, _) => ValueTask.CompletedTask), Options));

    private static async Task<Statement> RunAsync(StatementManager manager) => await manager.WaitAsync(
        Session, (await manager.SubmitAsync(Session, new() { Sql = "SELECT 1" }, default)).Handle, TimeSpan.FromSeconds(30), WaitTimeoutBehavior.ReturnCurrent, default);
}
