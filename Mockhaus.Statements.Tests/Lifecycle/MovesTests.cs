using Microsoft.Extensions.Time.Testing;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Lifecycle;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Lifecycle;

public sealed class MovesTests
{
    private static readonly DateTimeOffset Now = Samples.Start.AddMinutes(1);
    private static readonly StatementError Error = new("900001", "58000", "It broke.");
    private static readonly ResultManifest Manifest = new([ResultColumn.Text("T")], 0, []);
    private static readonly Statement Submitted = Samples.Submitted(new FakeTimeProvider(Samples.Start), "session", "r");
    private static readonly Statement Running = StatementLifecycle.Start(Submitted, Now);

    [Test]
    public void A_start_notes_its_time() => Running.Should().BeEquivalentTo(
        Submitted with { Status = StatementStatus.Running, StartedAt = Now, Version = 2 });

    [Test]
    public void A_success_notes_its_result_and_begins_to_expire() =>
        StatementLifecycle.Succeed(Running, Manifest, Now).Should().BeEquivalentTo(Running with
        {
            Status = StatementStatus.Succeeded,
            CompletedAt = Now,
            ExpiresAt = Now + Running.TimeToLive,
            Result = Manifest,
            Version = 3,
        });

    [Test]
    public void A_failure_notes_its_error_and_begins_to_expire() =>
        StatementLifecycle.Fail(Submitted, Error, Now).Should().BeEquivalentTo(Submitted with
        {
            Status = StatementStatus.Failed,
            CompletedAt = Now,
            ExpiresAt = Now + Submitted.TimeToLive,
            Error = Error,
            Version = 2,
        });

    [Test]
    public void A_cancel_notes_when_it_was_asked_for_and_when_it_took_effect()
    {
        var cancelled = StatementLifecycle.Cancel(Running, Samples.Start, Now);

        cancelled.Status.Should().Be(StatementStatus.Cancelled);
        cancelled.CancelRequestedAt.Should().Be(Samples.Start);
        cancelled.CompletedAt.Should().Be(Now);
        cancelled.Error.Should().Be(new StatementError("000604", "57014", "SQL execution canceled"));
    }

    [Test]
    public void A_finished_statement_refuses_every_move()
    {
        var finished = StatementLifecycle.Fail(Running, Error, Now);

        foreach (var move in new Action[]
        {
            () => StatementLifecycle.Start(finished, Now),
            () => StatementLifecycle.Succeed(finished, Manifest, Now),
            () => StatementLifecycle.Fail(finished, Error, Now),
            () => StatementLifecycle.Cancel(finished, Now, Now),
        })
        {
            move.Should().Throw<InvalidOperationException>().WithMessage($"*{finished.Handle}*Failed*");
        }
    }

    [Test]
    public void A_submitted_statement_cannot_succeed() =>
        FluentActions.Invoking(() => StatementLifecycle.Succeed(Submitted, Manifest, Now)).Should().Throw<InvalidOperationException>();
}
