namespace Mockhaus.Statements.Tests.Structure;

public sealed class ArrowTests
{
    [Test]
    public void All_arrows_run_one_way() => Arrows.Violations(SourceTree.Files).Should().BeEmpty();

    [TestCase("Mockhaus.Statements/Memory/Bad.cs", "StatementManager manager", "StatementManager")]
    [TestCase("Mockhaus.Statements/Memory/Bad.cs", "IStatementExecutor executor", "IStatementExecutor")]
    [TestCase("Mockhaus.Statements/Memory/Bad.cs", "MockhausStatementsBuilder builder", "MockhausStatementsBuilder")]
    [TestCase("Mockhaus.Statements/NewStore/Bad.cs", "MemoryStatementStore store", "MemoryStatementStore")]
    [TestCase("Mockhaus.Statements/Session/Bad.cs", "HybridStatementStore store", "HybridStatementStore")]
    [TestCase("Mockhaus.Statements/DuckDb/Bad.cs", "HybridStatementStore store", "HybridStatementStore")]
    [TestCase("Mockhaus.Statements/NewStore/NewStoreStoreBuilderExtensions.cs", "MemoryStatementStore store", "MemoryStatementStore")]
    [TestCase("Mockhaus.Statements/NewStore/NewStoreStoreBuilderExtensions.cs", "StatementManager manager", "StatementManager")]
    [TestCase("Mockhaus.Statements/NewStore/OtherStoreBuilderExtensions.cs", "MockhausStatementsBuilder builder", "MockhausStatementsBuilder")]
    [TestCase("Mockhaus.Statements/Results/ResultsStoreBuilderExtensions.cs", "MockhausStatementsBuilder builder", "MockhausStatementsBuilder")]
    [TestCase("Mockhaus.Statements/Results/Bad.cs", "Memory.MemoryStatementStore store", "MemoryStatementStore")]
    [TestCase("Mockhaus.Statements/Results/Bad.cs", "IStatementExecutor executor", "IStatementExecutor")]
    [TestCase("Mockhaus.Statements/Lifecycle/Bad.cs", "StatementManager manager", "StatementManager")]
    [TestCase("Mockhaus.Statements/Execution/Bad.cs", "StatementManager manager", "StatementManager")]
    [TestCase("Mockhaus.Statements/Scripting/Bad.cs", "StatementManager manager", "StatementManager")]
    [TestCase("Mockhaus.Statements/Execution/Bad.cs", "ScriptedExecutor script", "ScriptedExecutor")]
    [TestCase("Mockhaus.Statements/Bad.cs", "RunningStatement running", "RunningStatement")]
    [TestCase("Mockhaus.Statements/StatementManager.Bad.cs", "MemoryStatementStore store", "MemoryStatementStore")]
    [TestCase("Mockhaus.Statements.AspNetCore/Bad.cs", "IStatementStore store", "IStatementStore")]
    public void A_mention_against_an_arrow_is_noticed(string path, string parameter, string type)
    {
        var bad = new SourceFile(path, $"internal sealed class Bad({parameter});\n");

        Arrows.Violations([.. SourceTree.Files, bad]).Should().Equal($"{path} uses {type}");
    }

    [Test]
    public void A_stores_builder_extension_may_use_the_container()
    {
        var good = new SourceFile(
            "Mockhaus.Statements/NewStore/NewStoreStoreBuilderExtensions.cs",
            "public static class NewStoreStoreBuilderExtensions\n{\n    public static void Use(MockhausStatementsBuilder builder) { }\n}\n");

        Arrows.Violations([.. SourceTree.Files, good]).Should().BeEmpty();
    }

    [Test]
    public void A_mention_in_a_comment_is_none()
    {
        var good = new SourceFile(
            "Mockhaus.Statements/Memory/Good.cs",
            "/// <summary>For <see cref=\"StatementManager\"/>.</summary>\ninternal sealed class Good; // not the StatementManager\n");

        Arrows.Violations([.. SourceTree.Files, good]).Should().BeEmpty();
    }

    [TestCase("StackExchange")]
    [TestCase("AspNetCore")]
    [TestCase("DuckDB.NET.Data.Full")]
    public void The_library_needs_no_such_reference(string reference)
    {
        var references = SourceTree.Read("Mockhaus.Statements/Mockhaus.Statements.csproj").Split('\n')
            .Where(line => line.Contains("Reference Include", StringComparison.Ordinal)).ToList();

        references.Should().NotBeEmpty().And.NotContain(line => line.Contains(reference, StringComparison.Ordinal));
    }
}
