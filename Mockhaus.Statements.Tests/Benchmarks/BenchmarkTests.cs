using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Benchmarks;

public sealed class BenchmarkTests
{
    [Test]
    public async Task A_run_writes_what_it_found_and_its_exit_code_agrees()
    {
        using var folder = new TemporaryFolder();

        var run = await ProgramRun.RunAsync(ProgramRun.Benchmarks, folder, "memory.lifecycle", "--quick");

        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(folder.File("artifacts/bench/memory.lifecycle.json")));
        var found = json.RootElement;
        var value = found.GetProperty("value").GetDouble();
        var holds = found.GetProperty("holds").GetBoolean();
        found.GetProperty("name").GetString().Should().Be("memory.lifecycle");
        value.Should().BeGreaterThan(0).And.BeInRange(found.GetProperty("min").GetDouble(), found.GetProperty("max").GetDouble());
        holds.Should().Be(value >= found.GetProperty("bar").GetDouble());
        run.ExitCode.Should().Be(holds ? 0 : 1);
        run.Output.Should().Contain("memory.lifecycle").And.Contain(holds ? "yes" : "NO");
        run.Errors.Should().Contain("memory.lifecycle: round 1 of 3");
    }

    [Test]
    public async Task An_unknown_name_is_answered_with_those_that_there_are()
    {
        using var folder = new TemporaryFolder();

        var run = await ProgramRun.RunAsync(ProgramRun.Benchmarks, folder, "manager.noop", "manager.nap");

        run.ExitCode.Should().Be(2);
        run.Output.Should().BeEmpty();
        run.Errors.Should().Contain("no benchmark manager.nap").And.Contain("manager.noop").And.Contain("peer.hangfire");
    }

    [Test]
    public async Task The_names_are_listed_one_a_line()
    {
        using var folder = new TemporaryFolder();

        var run = await ProgramRun.RunAsync(ProgramRun.Benchmarks, folder, "--list");

        run.ExitCode.Should().Be(0);
        run.Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)
            .Should().Contain(["memory.lifecycle", "manager.noop", "manager.wake", "peer.hangfire", "duckdb.space", "results.read", "http.partition"])
            .And.OnlyHaveUniqueItems();
    }

    [Test]
    public async Task One_without_a_bar_holds_and_says_all_three_kinds_of_rows()
    {
        using var folder = new TemporaryFolder();

        var run = await ProgramRun.RunAsync(ProgramRun.Benchmarks, folder, "http.partition.duckdb", "--quick");

        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(folder.File("artifacts/bench/http.partition.duckdb.json")));
        var found = json.RootElement;
        run.ExitCode.Should().Be(0, run.Output + run.Errors);
        run.Output.Should().MatchRegex(@"http\.partition\.duckdb +\S+x +-  yes");
        found.GetProperty("bar").GetDouble().Should().Be(0);
        found.GetProperty("value").GetDouble().Should().BePositive();
        var all = Regex.Matches(found.GetProperty("detail").GetString()!, @"(narrow|mixed|wide) ([\d.]+)x");
        all.Select(match => match.Groups[1].Value).Should().Equal("narrow", "mixed", "wide");
        all.Min(match => double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture))
            .Should().BeApproximately(found.GetProperty("value").GetDouble(), 0.006, "the worst of them counts");
    }
}
