using Microsoft.Extensions.Time.Testing;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Stores.Memory;

/// <summary>The cache behind the store may forget on its own, but never before statement and tombstone are over.</summary>
public sealed class MemoryForgettingTests
{
    private readonly MockhausStatementsOptions _options = new();
    private FakeTimeProvider _clock = null!;
    private MemoryStatementStore _store = null!;

    [SetUp]
    public void CreateStore()
    {
        _clock = new(Samples.Start);
        _store = new(_options, _clock);
    }

    [TearDown]
    public void DisposeStore() => _store.Dispose();

    [Test]
    public async Task An_unread_statement_is_kept_until_its_tombstone_is_over()
    {
        var statement = await AddFailedAsync();

        _clock.Advance(statement.TimeToLive + _options.Retention.TombstoneRetention);

        (await _store.FindAsync(statement.Handle, default)).Should().NotBeNull();
    }

    [Test]
    public async Task A_statement_that_is_read_to_the_last_moment_is_kept_until_its_tombstone_is_over()
    {
        var statement = await AddFailedAsync();
        var cap = statement.CompletedAt!.Value + _options.Retention.MaxTimeToLive;
        await _store.RefreshExpiryAsync(statement.Handle, statement.Version, cap, default);
        while (_clock.GetUtcNow() < cap + _options.Retention.TombstoneRetention)
        {
            (await _store.FindAsync(statement.Handle, default)).Should().NotBeNull();
            _clock.Advance(TimeSpan.FromMinutes(30));
        }

        (await _store.FindAsync(statement.Handle, default)).Should().NotBeNull();
    }

    [Test]
    public async Task What_the_cache_has_forgotten_leaves_nothing_in_the_indexes()
    {
        var statement = await AddFailedAsync();
        _clock.Advance(_options.Retention.MaxTimeToLive + _options.Retention.TombstoneRetention + TimeSpan.FromMinutes(2));

        (await _store.FindAsync(statement.Handle, default)).Should().BeNull();

        (await _store.FindByRequestIdAsync("session", "r", default)).Should().BeNull();
        await _store.PurgeExpiredAsync(_clock.GetUtcNow(), _options.Retention.TombstoneRetention, default);
        await foreach (var listed in _store.ListAsync(new() { SessionId = "session" }, default))
        {
            Assert.Fail($"{listed.Handle} is listed.");
        }
    }

    private async Task<Statement> AddFailedAsync()
    {
        var statement = Samples.Submitted(_clock, "session", "r");
        await _store.AddAsync(statement, int.MaxValue, default);
        var failed = Samples.Failed(statement, _clock.GetUtcNow());
        (await _store.ReplaceAsync(failed, statement.Version, default)).Written.Should().BeTrue();
        return failed;
    }
}
