using Mockhaus.Statements.AspNetCore.FaultInjection;

namespace Mockhaus.Statements.Tests.FaultInjection;

public sealed class ScopeTests
{
    [Test]
    public void Counts_are_kept_for_a_bounded_number_and_the_oldest_are_forgotten_first()
    {
        var scopes = new FaultScopes(2);
        foreach (var key in new[] { "a", "b", "a", "c" })
        {
            scopes.Open(key, new(new("", ""), [], DateTimeOffset.UnixEpoch));
        }

        scopes.Count.Should().Be(2);
        scopes.Find("a").Should().BeNull();
        scopes.Find("b").Should().NotBeNull();
        scopes.Find("c").Should().NotBeNull();
    }

    [Test]
    public void Other_troubles_under_the_same_key_are_counted_anew_and_the_same_go_on()
    {
        var scopes = new FaultScopes(2);
        var first = scopes.Open("a", new(new("429", ""), [], DateTimeOffset.UnixEpoch));

        scopes.Open("a", new(new("429", ""), [], DateTimeOffset.UnixEpoch)).Should().BeSameAs(first);
        var second = scopes.Open("a", new(new("503", ""), [], DateTimeOffset.UnixEpoch));
        second.Should().NotBeSameAs(first);
        scopes.Find("a").Should().BeSameAs(second);
        scopes.Count.Should().Be(1);
    }

    [Test]
    public void A_key_is_as_long_as_a_hash_and_tells_its_parts_apart()
    {
        FaultScopes.Key(new string('x', 100_000)).Should().HaveLength(64);
        FaultScopes.Key("ab", "c").Should().NotBe(FaultScopes.Key("a", "bc"));
    }

    [Test]
    public async Task Requests_at_once_are_each_counted()
    {
        var scope = new FaultScope(new("", ""), FaultParser.Parse("429*500", FaultOperations.Post), DateTimeOffset.UnixEpoch);

        var taken = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => Task.Run(
            () => scope.Take(FaultOperations.Post, DateTimeOffset.UnixEpoch))));

        taken.Count(item => item is not null).Should().Be(500);
    }
}
