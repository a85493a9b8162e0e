using System.Globalization;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Stress;

/// <summary>Short forms of what `build.sh crash`, `build.sh soak` and `build.sh large` do at length.</summary>
public sealed class CrashTests
{
    [Test]
    public async Task A_store_that_is_killed_again_and_again_keeps_what_it_has_acknowledged()
    {
        using var folder = new TemporaryFolder();

        var run = await ProgramRun.RunAsync(ProgramRun.Stress, folder, "crash", "--rounds", "3");

        run.ExitCode.Should().Be(0, run.Output + run.Errors);
        var counts = Numbers(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
        counts.Should().HaveCount(6);
        (counts[0], counts[5]).Should().Be((3, 3), "it opens each time");
        counts[1].Should().BePositive("something has to be acknowledged before it can be lost");
        counts[2..5].Should().AllBeEquivalentTo(0, "nothing is lost, made up or torn");
        Directory.GetFileSystemEntries(folder.File("artifacts/crash")).Should().BeEmpty("files in which nothing is wrong are not kept");
    }

    [Test]
    public async Task A_file_in_which_everything_passes_does_not_grow_with_what_has_passed()
    {
        using var folder = new TemporaryFolder();

        var run = await ProgramRun.RunAsync(ProgramRun.Stress, folder, "soak", "--generations", "3", "--live", "6", "--passing", "4");

        // Three generations are too few to tell growth of memory from warming up; that the answer is given, and counts, is seen.
        run.Output.Should().MatchRegex("file against a fresh one: .*x: yes").And.Contain("memory steady over the second half: ");
        run.ExitCode.Should().Be(run.Output.Contains("half: yes", StringComparison.Ordinal) ? 0 : 1);
        var readings = run.Output.Split('\n').Skip(1).Take(3).Select(Numbers).ToList();
        readings.Select(reading => reading[0]).Should().Equal(1, 2, 3);
        readings.Should().OnlyContain(reading => reading[3] >= 6, "what is read all the time stays");
        run.Errors.Should().BeEmpty();
    }

    [Test]
    public async Task A_large_result_is_read_back_whole_and_leaves_nothing_behind_when_it_has_expired()
    {
        using var folder = new TemporaryFolder();

        var run = await ProgramRun.RunAsync(ProgramRun.Stress, folder, "large", "--rows", "200000");

        run.ExitCode.Should().Be(0, run.Output + run.Errors);
        run.Output.Should().MatchRegex("written: 200000 rows, 1[0-9] MB of JSON in 20 partitions")
            .And.MatchRegex("read: 200000 rows, sum 99991263774, .* each in its place: yes")
            .And.Contain("its handle says so: yes")
            .And.MatchRegex("file after expiry: .*: yes")
            .And.MatchRegex("peak memory over idle: .*: yes");
        run.Errors.Should().BeEmpty();
    }

    private static List<double> Numbers(string line) =>
        [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
}
