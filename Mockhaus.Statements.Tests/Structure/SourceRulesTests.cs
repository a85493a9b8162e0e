namespace Mockhaus.Statements.Tests.Structure;

public sealed class SourceRulesTests
{
    // In two parts, so that this file does not hold what it forbids.
    private static readonly string[] Forbidden = ["#" + "pragma", "#" + "region", "TO" + "DO", "NotImplemented" + "Exception"];

    [Test]
    public void The_tree_is_found()
    {
        SourceTree.Files.Should().Contain(file => file.Path == "Mockhaus.Statements/Stores/Memory/MemoryStatementStore.cs");
        SourceTree.Files.Should().Contain(file => file.Path.StartsWith("Mockhaus.Statements.Tests/Structure/", StringComparison.Ordinal));
        SourceTree.Production.Should().NotContain(file => file.Path.Contains("Tests", StringComparison.Ordinal));
    }

    [Test]
    public void No_file_has_more_than_400_lines() =>
        SourceTree.Files.Where(file => file.LineCount > 400).Select(file => file.Path).Should().BeEmpty();

    [Test]
    public void Half_of_the_files_have_less_than_60_lines()
    {
        var lengths = SourceTree.Production.Select(file => file.LineCount).Order().ToList();

        lengths[lengths.Count / 2].Should().BeLessThan(60);
    }

    [Test]
    public void A_file_has_one_public_type_at_most() =>
        SourceTree.Files.Where(file => file.PublicTypes.Count > 1).Select(file => file.Path).Should().BeEmpty();

    [Test]
    public void A_public_type_has_the_name_of_its_file() =>
        SourceTree.Files
            .Where(file => file.PublicTypes is [var type] && !file.Name.StartsWith($"{type}.", StringComparison.Ordinal))
            .Select(file => file.Path).Should().BeEmpty();

    [Test]
    public void Public_types_are_seen()
    {
        var file = new SourceFile("x/A.cs", "public sealed class A;\ninternal enum B;\npublic readonly record struct C(int D);\npublic delegate void E();\n");

        file.PublicTypes.Should().Equal("A", "C", "E");
        file.Types.Should().Equal("A", "B", "C", "E");
        file.LineCount.Should().Be(4);
    }

    [Test]
    public void Nothing_is_switched_off_hidden_or_left_for_later() =>
        SourceTree.Files
            .Where(file => Forbidden.Any(word => file.Text.Contains(word, StringComparison.Ordinal)))
            .Select(file => file.Path).Should().BeEmpty();

    [Test]
    public void Namespaces_follow_the_rooms() =>
        SourceTree.Files
            .Where(file => file.Types.Count > 0 && file.Project.StartsWith("Mockhaus.", StringComparison.Ordinal))
            .Where(file => !file.Text.Contains($"namespace {Namespaces.Of(file)};\n", StringComparison.Ordinal))
            .Select(file => $"{file.Path} is not in {Namespaces.Of(file)}").Should().BeEmpty();
}
