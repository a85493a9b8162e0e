namespace Mockhaus.Statements.Tests.Testing;

public sealed class MisuseTests : ScriptFixture
{
    [Test]
    public async Task A_rule_without_an_answer_is_no_rule_yet()
    {
        Script.When("select 1").Returns(["N"], [1]);
        var unfinished = Script.When("select 1").Takes(TimeSpan.Zero);

        (await CellAsync("select 1")).Should().Be("1");
        unfinished.Returns(["N"], [2]);
        (await CellAsync("select 1")).Should().Be("2");
    }

    [Test]
    public async Task A_then_without_an_answer_changes_nothing()
    {
        var rule = Script.When("select 1").Returns(["N"], [1]);
        _ = rule.Then.Holds();

        (await CellAsync("select 1"), await CellAsync("select 1")).Should().Be(("1", "1"));
    }

    [Test]
    public void Two_answers_to_one_call_are_refused()
    {
        var step = Script.When("select 1");
        step.Succeeds();

        var again = () => step.Succeeds();

        again.Should().Throw<InvalidOperationException>().WithMessage("Step 1 of When(\"select 1\")*Then*");
    }

    [Test]
    public void Changes_of_nothing_or_less_are_refused()
    {
        var nothing = () => Script.When("change").Changes();
        var less = () => Script.When("change").Changes(deleted: -1);

        nothing.Should().Throw<ArgumentException>().WithMessage("*Changes(inserted: 3)*");
        less.Should().Throw<ArgumentOutOfRangeException>().WithParameterName("deleted");
    }

    [TestCase("", "XX000", "message")]
    [TestCase("000001", "", "message")]
    [TestCase("000001", "XX000", "")]
    public void A_failure_without_a_part_is_refused(string code, string sqlState, string message)
    {
        var fail = () => Script.When("select 1").Fails(code, sqlState, message);

        fail.Should().Throw<ArgumentException>();
    }

    [Test]
    public async Task Null_is_refused_everywhere()
    {
        var columns = () => Script.When("a").Returns(null!);
        var rows = () => Script.When("a").Returns(["N"], null!);
        var column = () => Script.When("a").Returns([(string)null!]);
        var generator = () => Script.When("a").ReturnsRows(1, ["N"], null!);
        var code = () => Script.When("a").Runs(null!);
        var execute = async () => await Script.ExecuteAsync(null!, default);

        columns.Should().Throw<ArgumentNullException>();
        rows.Should().Throw<ArgumentNullException>();
        column.Should().Throw<ArgumentNullException>();
        generator.Should().Throw<ArgumentNullException>();
        code.Should().Throw<ArgumentNullException>();
        await execute.Should().ThrowAsync<ArgumentNullException>();
    }
}
