using Mockhaus.Statements.Lifecycle;

namespace Mockhaus.Statements.Tests.Lifecycle;

public sealed class LegalMovesTests
{
    private static readonly HashSet<(StatementStatus From, StatementStatus To)> Legal =
    [
        (StatementStatus.Submitted, StatementStatus.Running),
        (StatementStatus.Submitted, StatementStatus.Failed),
        (StatementStatus.Submitted, StatementStatus.Cancelled),
        (StatementStatus.Running, StatementStatus.Succeeded),
        (StatementStatus.Running, StatementStatus.Failed),
        (StatementStatus.Running, StatementStatus.Cancelled),
    ];

    [Test]
    public void Of_all_pairs_exactly_six_are_legal(
        [Values] StatementStatus from, [Values] StatementStatus to) =>
        StatementLifecycle.CanMove(from, to).Should().Be(Legal.Contains((from, to)));

    [TestCase(StatementStatus.None, false)]
    [TestCase(StatementStatus.Submitted, false)]
    [TestCase(StatementStatus.Running, false)]
    [TestCase(StatementStatus.Succeeded, true)]
    [TestCase(StatementStatus.Failed, true)]
    [TestCase(StatementStatus.Cancelled, true)]
    public void Three_states_are_terminal(StatementStatus status, bool terminal) =>
        StatementLifecycle.IsTerminal(status).Should().Be(terminal);
}
