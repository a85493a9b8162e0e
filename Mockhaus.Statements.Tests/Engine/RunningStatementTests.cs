using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Engine;

namespace Mockhaus.Statements.Tests.Engine;

public sealed class RunningStatementTests
{
    private readonly Statement _final = Samples.Cancelled(Samples.Submitted(TimeProvider.System, "s", null), Samples.Start);

    [Test]
    public void The_end_of_one_that_is_stored_is_told_once()
    {
        using var running = new RunningStatement(_final);
        running.MarkStored().Should().BeFalse("it has not ended");

        running.Complete(_final).Should().BeTrue();
        running.Complete(_final).Should().BeFalse();
    }

    [Test]
    public void The_end_of_one_that_somebody_ended_before_its_submitter_knew_it_stored_is_told_as_well()
    {
        using var running = new RunningStatement(_final);
        running.Complete(_final).Should().BeFalse("it is not known to be stored");

        running.MarkStored().Should().BeTrue();
        running.Complete(_final).Should().BeFalse();
    }

    [Test]
    public void One_that_was_never_stored_is_never_told()
    {
        using var running = new RunningStatement(_final);

        running.Complete(_final).Should().BeFalse();
        running.Complete(_final).Should().BeFalse();
        running.Final.Should().Be(_final);
    }
}
