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
    public void A_stores_room_shows_its_store_its_options_and_its_builder_extension_and_nothing_else()
    {
        const string root = "Mockhaus.Statements.";
        var rooms = typeof(StatementManager).Assembly.GetExportedTypes()
            .Where(type => type.Namespace!.StartsWith(root, StringComparison.Ordinal) && Arrows.IsStore(type.Namespace[root.Length..]))
            .ToLookup(type => type.Namespace![root.Length..], type => type.Name);

        rooms.Select(room => room.Key).Should().Contain(["Memory", "Hybrid"]);
        foreach (var room in rooms)
        {
            room.Should().BeSubsetOf(Arrows.ShownBy(room.Key)).And.Contain($"{room.Key}StatementStore");
        }
    }
}
