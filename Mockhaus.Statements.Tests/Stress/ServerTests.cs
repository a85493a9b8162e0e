using System.Globalization;
using System.Text.RegularExpressions;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Stress;

/// <summary>Short forms of what `build.sh fuzz` and `build.sh load` do at length. So short a run cannot tell growth of memory from warming
/// up; that the answer is given, and counts, is seen.</summary>
public sealed partial class ServerTests
{
    [Test]
    public async Task Requests_that_no_client_should_send_are_all_answered_and_a_good_one_afterwards()
    {
        using var folder = new TemporaryFolder();

        var run = await ProgramRun.RunAsync(ProgramRun.Stress, folder, "fuzz", "--requests", "300", "--seed", "7");

        run.Output.Should().Contain("seed 7").And.Contain("600 requests, 0 faults").And.NotContain("log: ");
        run.Output.Should().MatchRegex(@"answers: .*\b200: \d+.*\b400: \d+.*\b422: \d+", "it comes past the first check");
        run.Errors.Should().BeEmpty();
        ExitCodeShouldAgree(run);
    }

    [Test]
    public async Task Sessions_that_submit_and_poll_side_by_side_see_no_error()
    {
        using var folder = new TemporaryFolder();

        var run = await ProgramRun.RunAsync(ProgramRun.Stress, folder, "load", "--seconds", "3", "--sessions", "8");

        var counts = Counts().Match(run.Output).Groups.Values.Skip(1).Select(group => int.Parse(group.Value, CultureInfo.InvariantCulture)).ToList();
        counts.Should().HaveCount(3, run.Output);
        counts[0].Should().BeGreaterThanOrEqualTo(8, "each session waits for its last statement");
        counts[1].Should().BeGreaterThanOrEqualTo(counts[0]);
        counts[2].Should().Be(0, run.Errors);
        run.Output.Should().MatchRegex(@"a poll: p50 [\d.]+ ms, p99 [\d.]+ ms");
        ExitCodeShouldAgree(run);
    }

    private static void ExitCodeShouldAgree(ProgramRun run)
    {
        run.Output.Should().MatchRegex("memory: .*: (yes|NO)");
        run.ExitCode.Should().Be(run.Output.Contains(": yes", StringComparison.Ordinal) ? 0 : 1);
    }

    [GeneratedRegex(@"(\d+) statements, (\d+) polls, (\d+) errors")]
    private static partial Regex Counts();
}
