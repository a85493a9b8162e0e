using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Stores.Hybrid;

public sealed class NearBudgetTests : HybridFixture
{
    private const int Rows = 10_000;
    private const long Budget = 50_000;

    [SetUp]
    public void Limit() => Create(new() { NearBytes = Budget });

    [Test]
    public async Task What_is_near_stays_within_the_budget_and_nothing_is_lost()
    {
        var statements = new List<Statement>();
        for (var i = 0; i < 20; i++)
        {
            statements.Add(await AddSucceededAsync(Text(i)));
            Store.NearBytes.Should().BeLessThanOrEqualTo(Budget);
        }

        for (var i = 0; i < 20; i++)
        {
            (await FindAsync(statements[i])).Should().Be(statements[i]);
            (await ReadAsync(statements[i])).Should().Be(Text(i));
            Store.NearBytes.Should().BeLessThanOrEqualTo(Budget);
        }

        Store.NearBytes.Should().BeGreaterThan(Budget / 2, "it is made use of");
    }

    [Test]
    public async Task What_is_read_stays_and_what_is_not_goes()
    {
        var read = await AddSucceededAsync(Text(0));
        var unread = await AddSucceededAsync(Text(1));
        for (var i = 2; i < 10; i++)
        {
            await ReadAsync(read);
            await AddSucceededAsync(Text(i));
        }

        await FindAsync(read);
        await ReadAsync(read);
        Far.Calls.Should().BeEmpty();
        await FindAsync(unread);
        Asked.Should().Equal(StoreOperation.Find);
    }

    [Test]
    public async Task A_result_larger_than_all_that_may_be_near_leaves_its_last_batches_there()
    {
        var statement = await AddSucceededAsync([.. Enumerable.Range(0, 10).Select(Text)]);

        await FindAsync(statement);
        await ReadAsync(statement, 9);
        Far.Calls.Should().BeEmpty();
        (await ReadAsync(statement, 0)).Should().Be(Text(0));
        Asked.Should().Equal(StoreOperation.ReadBatch);
        Store.NearBytes.Should().BeLessThanOrEqualTo(Budget);
    }

    [Test]
    public async Task A_batch_that_does_not_fit_at_all_drives_nothing_else_out()
    {
        var small = await AddSucceededAsync("small");

        var large = await AddSucceededAsync(new string('x', (int)Budget));

        (await ReadAsync(large)).Should().HaveLength((int)Budget);
        await ReadAsync(large);
        Asked.Should().Equal(StoreOperation.ReadBatch, StoreOperation.ReadBatch);
        Far.Forget();
        await FindAsync(small);
        await ReadAsync(small);
        Far.Calls.Should().BeEmpty();
    }

    [Test]
    public async Task What_is_taken_out_is_counted_no_more()
    {
        for (var i = 0; i < 3; i++)
        {
            var statement = await AddSucceededAsync("a", "b");
            Store.NearBytes.Should().BePositive();
            await Store.RemoveAsync(statement.Handle, default);
            Store.NearBytes.Should().Be(0);
        }

        var given = await AddSucceededAsync(Text(0));
        await Store.ReplaceAsync(EvictRows(given, Now), given.Version, default);
        Store.NearBytes.Should().BeInRange(1, Rows);
    }

    [Test]
    public async Task What_the_cache_has_forgotten_is_counted_until_it_is_purged()
    {
        Create(new() { NearIdleTime = TimeSpan.FromMinutes(1) });
        var forgotten = await AddSucceededAsync(Text(0));
        Clock.Advance(TimeSpan.FromMinutes(1));
        await FluentActions.Awaiting(() =>
        {
            BreakFar();
            return FindAsync(forgotten);
        }).Should().ThrowAsync<StatementStoreException>();
        RepairFar();
        var before = Store.NearBytes;

        await Store.PurgeExpiredAsync(Now, TimeSpan.Zero, default);

        (before, Store.NearBytes).Should().Be((before, 0L));
        before.Should().BeGreaterThan(Rows);
    }

    [Test]
    public async Task What_the_cache_has_forgotten_is_near_again_when_it_is_read()
    {
        Create(new() { NearIdleTime = TimeSpan.FromMinutes(1) });
        var statement = await AddSucceededAsync(Text(0));
        var before = Store.NearBytes;
        Clock.Advance(TimeSpan.FromMinutes(1));

        await FindAsync(statement);
        await ReadAsync(statement);
        await FindAsync(statement);

        Asked.Should().Equal(StoreOperation.Find);
        Store.NearBytes.Should().Be(before);
        await Store.RemoveAsync(statement.Handle, default);
        Store.NearBytes.Should().Be(0);
    }

    [Test]
    public async Task Many_at_once_stay_within_the_budget_and_read_what_was_written()
    {
        var statements = new List<Statement>();
        for (var i = 0; i < 20; i++)
        {
            statements.Add(await AddSucceededAsync(Text(i)));
        }

        await Race.RunAsync(4, async runner =>
        {
            var random = new Random(runner);
            for (var i = 0; i < 5_000; i++)
            {
                var number = random.Next(statements.Count);
                (await FindAsync(statements[number]))!.Handle.Should().Be(statements[number].Handle);
                (await ReadAsync(statements[number]))![0].Should().Be((char)('a' + number));
            }

            return true;
        });

        Store.NearBytes.Should().BeInRange(1, Budget);
        foreach (var statement in statements)
        {
            await Store.RemoveAsync(statement.Handle, default);
        }

        Store.NearBytes.Should().Be(0, "the count has not drifted");
    }

    private static string Text(int number) => new((char)('a' + number), Rows);
}
