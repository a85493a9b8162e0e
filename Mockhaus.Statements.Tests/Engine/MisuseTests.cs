using Mockhaus.Statements.Results;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine;

public sealed class MisuseTests : ManagerFixture
{
    [Test]
    public void A_list_without_a_session_is_refused_and_not_everybodys()
    {
        var list = () => Manager.ListAsync(null!, null, default);

        list.Should().Throw<ArgumentNullException>();
    }

    [Test]
    public async Task What_the_caller_changes_after_submitting_changes_nothing()
    {
        var bindings = new Dictionary<string, StatementBinding> { ["1"] = new("TEXT", "then") };
        var parameters = new Dictionary<string, string> { ["TIMEZONE"] = "UTC" };
        var request = new StatementRequest { Sql = "SELECT ?", Bindings = bindings, Context = new() { Parameters = parameters } };

        var statement = await Manager.SubmitAsync(Session, request, default);
        bindings["1"] = new("TEXT", "now");
        parameters.Clear();

        statement.Bindings["1"].Value.Should().Be("then");
        statement.Context.Parameters["timezone"].Should().Be("UTC");
    }

    [Test]
    public async Task A_wait_may_be_as_long_as_it_likes_but_not_negative()
    {
        var statement = await SubmitRunningAsync();
        var waiting = Manager.WaitAsync(Session, statement.Handle, TimeSpan.MaxValue, WaitTimeoutBehavior.ReturnCurrent, default).AsTask();
        var negative = async () => await Manager.WaitAsync(Session, statement.Handle, TimeSpan.FromSeconds(-5), WaitTimeoutBehavior.ReturnCurrent, default);

        await negative.Should().ThrowAsync<ArgumentOutOfRangeException>();
        Executor.Release();
        (await waiting.WaitAsync(Safety)).Status.Should().Be(StatementStatus.Succeeded);
    }

    [Test]
    public async Task A_printed_statement_shows_neither_sql_nor_bindings()
    {
        var request = new StatementRequest { Sql = "SELECT 'secret'", Bindings = new Dictionary<string, StatementBinding> { ["1"] = new("TEXT", "secret") } };
        var statement = await Manager.SubmitAsync(Session, request, default);

        $"{request} {statement} {statement.Bindings["1"]}".Should().NotContain("secret").And.Contain(statement.Handle.ToString());
    }

    [Test]
    public async Task A_result_that_is_too_large_fails_although_the_executor_swallows_it()
    {
        Create(options => options.Results.MaxResultBytes = 1024);
        Executor.Run = async (execution, token) =>
        {
            execution.Result.Start([ResultColumn.Text("a")]);
            for (var row = 0; row < 1000; row++)
            {
                try
                {
                    execution.Result.Row.WriteUtf8("0123456789"u8);
                    await execution.Result.EndRowAsync(token);
                }
                catch (Statements.StatementFailedException)
                {
                    break;
                }
            }
        };
        Executor.Release();

        (await EndAsync(await SubmitAsync())).Error!.Code.Should().Be("900002");
    }

    [Test]
    public async Task Rows_that_come_after_the_executor_has_returned_are_refused()
    {
        ResultWriter late = null!;
        Executor.Run = async (execution, token) =>
        {
            late = execution.Result;
            await WriteRowsAsync(execution, token);
        };
        Executor.Release();
        await EndAsync(await SubmitAsync());

        var write = () => late.Row.WriteInt64(3);
        write.Should().Throw<ObjectDisposedException>();
    }
}
