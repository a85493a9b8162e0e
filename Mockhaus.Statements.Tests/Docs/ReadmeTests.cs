using System.Text.RegularExpressions;
using Mockhaus.Statements.Tests.Structure;

namespace Mockhaus.Statements.Tests.Docs;

/// <summary>Holds the README and the documentation to code that is compiled and run.</summary>
public sealed partial class ReadmeTests
{
    [TestCase("README.md", 8)]
    [TestCase("docs/configuration.md", 2)]
    [TestCase("docs/history.md", 2)]
    [TestCase("docs/lifecycle.md", 1)]
    [TestCase("docs/results.md", 5)]
    [TestCase("docs/scripting.md", 8)]
    [TestCase("docs/sql-api.md", 2)]
    [TestCase("docs/transfer.md", 2)]
    public void Every_example_stands_in_a_compiled_file(string page, int count)
    {
        var sources = Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "Mockhaus.Statements.Tests", "Docs"), "*.cs")
            .Select(file => Squeeze(File.ReadAllText(file)))
            .ToList();
        var examples = Example().Matches(File.ReadAllText(Path.Combine(SourceTree.Root, page)))
            .Select(match => match.Groups["code"].Value)
            .ToList();

        examples.Should().HaveCount(count);
        examples.Should().OnlyContain(example => sources.Any(source => source.Contains(Squeeze(Using().Replace(example, "")), StringComparison.Ordinal)));
    }

    [Test]
    public void The_readmes_programs_need_three_usings_at_most()
    {
        var usings = Example().Matches(SourceTree.Read("README.md"))
            .Select(match => Using().Matches(match.Groups["code"].Value).Select(name => name.Groups["name"].Value).ToList())
            .ToList();

        usings.Should().OnlyContain(names => names.Count <= 3);
        usings.SelectMany(names => names).Where(name => name.StartsWith("Mockhaus.", StringComparison.Ordinal)).Should().NotBeEmpty()
            .And.OnlyContain(name => SourceTree.Production.Any(file => file.Text.Contains($"namespace {name};", StringComparison.Ordinal)));
    }

    private static string Squeeze(string code) => WhiteSpace().Replace(code, "");

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Example();

    [GeneratedRegex(@"^using (?<name>[\w.]+);\n", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Using();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
