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
        var shown = typeof(StatementManager).Assembly.GetExportedTypes().Select(type => type.Name).ToHashSet(StringComparer.Ordinal);
        var rooms = SourceTree.Files
            .Where(file => file.Project == "Mockhaus.Statements" && Arrows.IsStore(file.Room))
            .SelectMany(file => file.Types.Select(type => (Room: Arrows.NameOf(file.Room), Type: type)))
            .Where(entry => shown.Contains(entry.Type))
            .ToLookup(entry => entry.Room, entry => entry.Type);

        rooms.Select(room => room.Key).Should().BeEquivalentTo("Memory", "DuckDb", "Hybrid", "PerSession");
        foreach (var room in rooms)
        {
            // Memory has no options of its own: its times are those of the instance.
            room.Should().BeEquivalentTo(Arrows.ShownBy(room.Key).Where(type => type != "MemoryStoreOptions"));
        }
    }
}
