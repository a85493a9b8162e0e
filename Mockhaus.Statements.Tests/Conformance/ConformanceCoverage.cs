using Mockhaus.Statements.Conformance;

namespace Mockhaus.Statements.Tests.Conformance;

/// <summary>Finds the stores and fixtures that somebody forgot to put together.</summary>
public static class ConformanceCoverage
{
    /// <summary>What is missing among some types; empty when every store is run through every fixture.</summary>
    /// <param name="stores">The classes of stores.</param>
    /// <param name="tests">The types of the tests: factories, and fixtures derived from the abstract ones.</param>
    /// <param name="areas">The abstract fixtures.</param>
    public static IReadOnlyList<string> Missing(
        IEnumerable<Type> stores, IReadOnlyCollection<Type> tests, IReadOnlyCollection<Type> areas)
    {
        var factories = tests.Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(StoreFactory))).ToList();
        var covered = factories.Select(factory => ((StoreFactory)Activator.CreateInstance(factory)!).StoreType).ToHashSet();
        var withoutFactory = stores
            .Where(store => !covered.Contains(store))
            .Select(store => $"{store.Name} has no factory");
        var withoutFixture =
            from factory in factories
            from area in areas
            where !tests.Any(type => !type.IsAbstract && Bases(type).Contains(area.MakeGenericType(factory)))
            select $"{factory.Name} is not run through {area.Name}";
        return [.. withoutFactory, .. withoutFixture];
    }

    /// <summary>The abstract fixtures of an assembly.</summary>
    public static IReadOnlyList<Type> AreasOf(IEnumerable<Type> types) =>
        [.. types.Where(type => type is { IsAbstract: true, IsGenericTypeDefinition: true }
            && Bases(type).Any(parent => parent.IsGenericType && parent.GetGenericTypeDefinition() == typeof(StoreConformance<>)))];

    private static IEnumerable<Type> Bases(Type type)
    {
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            yield return parent;
        }
    }
}
