namespace Mockhaus.Statements.Tests.Structure;

public sealed class SealedTests
{
    [Test]
    public void Every_class_of_the_library_is_sealed_static_or_abstract()
    {
        // A static class is abstract and sealed to the runtime. What the compiler makes has an angle bracket in its name.
        var classes = typeof(StatementManager).Assembly.GetTypes()
            .Where(type => type.IsClass && !type.FullName!.Contains('<', StringComparison.Ordinal))
            .ToList();

        classes.Should().HaveCountGreaterThan(40);
        classes.Where(type => !type.IsSealed && !type.IsAbstract).Should().BeEmpty();
    }

    [Test]
    public void A_stores_room_shows_only_its_store()
    {
        var shown = typeof(StatementManager).Assembly.GetExportedTypes().Where(type => type.Namespace == "Mockhaus.Statements.Memory");

        shown.Select(type => type.Name).Should().Equal("MemoryStatementStore");
    }
}
