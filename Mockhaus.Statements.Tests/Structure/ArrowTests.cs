using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Structure;

public sealed class ArrowTests
{
    [Test]
    public void All_arrows_run_one_way() => Arrows.Violations(SourceTree.Files).Should().BeEmpty();

    [TestCase("Mockhaus.Statements/Stores/Memory/Bad.cs", "StatementManager manager", "StatementManager")]
    [TestCase("Mockhaus.Statements/Stores/Memory/Bad.cs", "IStatementExecutor executor", "IStatementExecutor")]
    [TestCase("Mockhaus.Statements/Stores/Memory/Bad.cs", "MockhausStatementsBuilder builder", "MockhausStatementsBuilder")]
    [TestCase("Mockhaus.Statements/Stores/Memory/Bad.cs", "RunningStatement running", "RunningStatement")]
    [TestCase("Mockhaus.Statements/Stores/New/Bad.cs", "MemoryStatementStore store", "MemoryStatementStore")]
    [TestCase("Mockhaus.Statements/Stores/PerSession/Bad.cs", "HybridStatementStore store", "HybridStatementStore")]
    [TestCase("Mockhaus.Statements/Stores/DuckDb/File/Bad.cs", "HybridStatementStore store", "HybridStatementStore")]
    [TestCase("Mockhaus.Statements/Stores/New/NewStoreBuilderExtensions.cs", "MemoryStatementStore store", "MemoryStatementStore")]
    [TestCase("Mockhaus.Statements/Stores/New/NewStoreBuilderExtensions.cs", "StatementManager manager", "StatementManager")]
    [TestCase("Mockhaus.Statements/Stores/New/OtherStoreBuilderExtensions.cs", "MockhausStatementsBuilder builder", "MockhausStatementsBuilder")]
    [TestCase("Mockhaus.Statements/Stores/Bad.cs", "MemoryStatementStore store", "MemoryStatementStore")]
    [TestCase("Mockhaus.Statements/Stores/Bad.cs", "RunningStatement running", "RunningStatement")]
    [TestCase("Mockhaus.Statements/Results/ResultsStoreBuilderExtensions.cs", "MockhausStatementsBuilder builder", "MockhausStatementsBuilder")]
    [TestCase("Mockhaus.Statements/Results/Bad.cs", "MemoryStatementStore store", "MemoryStatementStore")]
    [TestCase("Mockhaus.Statements/Results/Bad.cs", "IStatementExecutor executor", "IStatementExecutor")]
    [TestCase("Mockhaus.Statements/Results/Writing/Bad.cs", "IStatementStore store", "IStatementStore")]
    [TestCase("Mockhaus.Statements/Lifecycle/Bad.cs", "StatementManager manager", "StatementManager")]
    [TestCase("Mockhaus.Statements/Lifecycle/Bad.cs", "RunningStatement running", "RunningStatement")]
    [TestCase("Mockhaus.Statements/Model/Bad.cs", "IStatementStore store", "IStatementStore")]
    [TestCase("Mockhaus.Statements/Errors/Bad.cs", "StatementManager manager", "StatementManager")]
    [TestCase("Mockhaus.Statements/Execution/Bad.cs", "StatementManager manager", "StatementManager")]
    [TestCase("Mockhaus.Statements/Execution/Bad.cs", "RunningStatement running", "RunningStatement")]
    [TestCase("Mockhaus.Statements/Execution/DuckDb/Bad.cs", "DuckDbStatementStore store", "DuckDbStatementStore")]
    [TestCase("Mockhaus.Statements/Testing/Bad.cs", "StatementManager manager", "StatementManager")]
    [TestCase("Mockhaus.Statements/Execution/Bad.cs", "ScriptedExecutor script", "ScriptedExecutor")]
    [TestCase("Mockhaus.Statements/Engine/Bad.cs", "StatementManager manager", "StatementManager")]
    [TestCase("Mockhaus.Statements/Engine/Bad.cs", "StatementSession session", "StatementSession")]
    [TestCase("Mockhaus.Statements/Engine/Running/Bad.cs", "MemoryStatementStore store", "MemoryStatementStore")]
    [TestCase("Mockhaus.Statements/Engine/Bad.cs", "ScriptedExecutor script", "ScriptedExecutor")]
    [TestCase("Mockhaus.Statements/Bad.cs", "MemoryStatementStore store", "MemoryStatementStore")]
    [TestCase("Mockhaus.Statements/Bad.cs", "ScriptedExecutor script", "ScriptedExecutor")]
    [TestCase("Mockhaus.Statements/Diagnostics/Bad.cs", "RunningStatement running", "RunningStatement")]
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
            "Mockhaus.Statements/Stores/New/NewStoreBuilderExtensions.cs",
            "public static class NewStoreBuilderExtensions\n{\n    public static void Use(MockhausStatementsBuilder builder) { }\n}\n");

        Arrows.Violations([.. SourceTree.Files, good]).Should().BeEmpty();
    }

    [Test]
    public void A_mention_in_a_comment_is_none()
    {
        var good = new SourceFile(
            "Mockhaus.Statements/Stores/Memory/Good.cs",
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
