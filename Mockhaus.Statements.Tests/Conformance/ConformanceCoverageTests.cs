using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Redis;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Stores.Memory;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Conformance;

public sealed class ConformanceCoverageTests
{
    private static readonly Type[] Tests = typeof(ConformanceCoverageTests).Assembly.GetTypes();
    private static readonly IReadOnlyList<Type> Areas = ConformanceCoverage.AreasOf([.. typeof(StoreConformance<>).Assembly.GetTypes(), .. Tests]);
    private static readonly Type[] Stores =
    [
        .. typeof(IStatementStore).Assembly.GetTypes().Concat(typeof(RedisStatementStore).Assembly.GetTypes())
            .Where(type => type is { IsClass: true, IsAbstract: false } && typeof(IStatementStore).IsAssignableFrom(type)),
    ];

    [Test]
    public void Every_store_is_run_through_every_fixture() =>
        ConformanceCoverage.Missing(Stores, Tests, Areas).Should().BeEmpty();

    [Test]
    public void Stores_and_fixtures_are_found()
    {
        Stores.Should().Contain(typeof(MemoryStatementStore)).And.Contain(typeof(RedisStatementStore));
        Areas.Should().HaveCountGreaterThanOrEqualTo(10).And.Contain(typeof(AddConformance<>));
        Areas.Should().NotContain(typeof(StoreConformance<>));
    }

    [Test]
    public void A_forgotten_fixture_is_noticed() =>
        ConformanceCoverage.Missing(Stores, [.. Tests.Where(type => type != typeof(MemoryConformance.Refresh))], Areas)
            .Should().Equal("MemoryStoreFactory is not run through RefreshExpiryConformance`1");

    [Test]
    public void A_store_without_a_factory_is_noticed() =>
        ConformanceCoverage.Missing([.. Stores, typeof(FaultyStore)], Tests, Areas).Should().Equal("FaultyStore has no factory");

    [Test]
    public void Without_any_factory_every_store_is_missing() =>
        ConformanceCoverage.Missing(Stores, [], Areas).Should().HaveCount(Stores.Length);
}
