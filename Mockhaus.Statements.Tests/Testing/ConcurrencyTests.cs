using System.Globalization;

namespace Mockhaus.Statements.Tests.Testing;

public sealed class ConcurrencyTests : ScriptFixture
{
    [Test]
    public async Task Statements_that_run_together_are_all_answered_and_remembered()
    {
        Script.WhenMatches("^select").ReturnsRows(10, ["N"], row => [row]);

        var ran = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => Task.Run(() => RunAsync($"select {number}"))));

        ran.Should().OnlyContain(statement => statement.Status == StatementStatus.Succeeded && statement.Result!.RowCount == 10);
        Script.Calls.Select(call => call.Sql).Should().BeEquivalentTo(Enumerable.Range(0, 200).Select(number => $"select {number}"));
    }

    [Test]
    public async Task Each_answer_of_a_sequence_is_given_once_and_in_the_order_of_the_calls()
    {
        const int Calls = 50;
        var rule = Script.When("next").Returns(["N"], [0]);
        for (var number = 1; number < Calls; number++)
        {
            rule.Then.Returns(["N"], [number]);
        }

        await Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => Task.Run(() => RunAsync("next"))));

        var answers = new List<int>();
        foreach (var call in rule.Calls)
        {
            var row = await Session.ReadRowsAsync(call.Statement.Handle).SingleAsync();
            answers.Add(int.Parse(row[0]!, CultureInfo.InvariantCulture));
        }

        answers.Should().Equal(Enumerable.Range(0, Calls));
    }

    [Test]
    public async Task Rules_may_be_added_while_statements_run()
    {
        Script.Otherwise().Returns(["N"], [-1]);

        var running = Task.Run(async () =>
        {
            for (var number = 0; number < 200; number++)
            {
                (await RunAsync("select 7")).Status.Should().Be(StatementStatus.Succeeded);
            }
        });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
        {
            for (var number = 0; number < 100; number++)
            {
                Script.When($"select {(100 * writer) + number}").Returns(["N"], [(100 * writer) + number]);
            }
        })));
        await running.WaitAsync(Safety);

        foreach (var number in new[] { 0, 7, 199, 250, 399 })
        {
            (await CellAsync($"select {number}")).Should().Be(number.ToString(CultureInfo.InvariantCulture));
        }
    }

    [Test]
    public async Task Many_held_calls_go_on_together()
    {
        const int Calls = 20;
        var held = Script.When("held").Holds().Succeeds();
        var statements = await Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => SubmitAsync("held")));
        await InTimeAsync(held.CalledAsync(times: Calls));

        held.Release(Calls);

        var ended = await Task.WhenAll(statements.Select(EndAsync));
        ended.Should().OnlyContain(statement => statement.Status == StatementStatus.Succeeded);
    }
}
