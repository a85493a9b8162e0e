using Microsoft.Extensions.Time.Testing;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Stores.Hybrid;

/// <summary>Two calls about one statement at once: what one of them puts near must not outlive what the other has done.</summary>
public sealed class OvertakenTests
{
    private FakeTimeProvider _clock = null!;
    private MemoryStatementStore _inner = null!;
    private HeldStore _far = null!;
    private HybridStatementStore _store = null!;
    private Statement _statement = null!;

    private DateTimeOffset Now => _clock.GetUtcNow();

    [SetUp]
    public async Task CreateAsync()
    {
        _clock = new(Samples.Start);
        _inner = new(null, _clock);
        _far = new(_inner);
        _store = new(_far, null, _clock);
        var submitted = Samples.Submitted(_clock, "session", null);
        var running = Samples.Started(submitted, Now);
        var batch = Samples.Batch(0, "rows");
        _statement = Samples.Succeeded(running, Now, batch.Info);
        await _inner.AddAsync(submitted, 1, default);
        await _inner.ReplaceAsync(running, 1, default);
        await _inner.WriteBatchAsync(submitted.Handle, batch, default);
        await _inner.ReplaceAsync(_statement, running.Version, default);
    }

    [TearDown]
    public void Dispose()
    {
        _store.Dispose();
        _inner.Dispose();
    }

    [Test]
    public async Task A_reader_that_nobody_overtakes_puts_near_what_it_has_read()
    {
        await OvertakeAsync(StoreOperation.Find, FindAsync, () => Task.CompletedTask);

        _far.Hold(StoreOperation.Find);
        (await FindAsync()).Should().Be(_statement, "it does not come to the far store");
    }

    [TestCase("release", "")]
    [TestCase("give up", "SELECT ?, 'ünïcode'")]
    [TestCase("remove", null)]
    [TestCase("purge", "")]
    public async Task A_reader_that_was_overtaken_does_not_put_the_old_statement_near(string change, string? sql)
    {
        await OvertakeAsync(StoreOperation.Find, FindAsync, () => ChangeAsync(change));

        var found = await FindAsync();
        found?.Result.Should().BeNull();
        (found?.Sql).Should().Be(sql);
        found.Should().Be(await _inner.FindAsync(_statement.Handle, default));
        (await ReadAsync()).Should().BeNull();
    }

    [TestCase("release")]
    [TestCase("give up")]
    [TestCase("remove")]
    [TestCase("purge")]
    public async Task A_reader_that_was_overtaken_does_not_put_rows_near_that_are_gone(string change)
    {
        await FindAsync();

        await OvertakeAsync(StoreOperation.ReadBatch, ReadAsync, () => ChangeAsync(change));

        (await ReadAsync()).Should().BeNull();
        await FindAsync();
        (await ReadAsync()).Should().BeNull();
    }

    [Test]
    public async Task A_reader_that_was_overtaken_by_a_refresh_does_not_put_the_old_expiry_near()
    {
        var later = _statement.ExpiresAt!.Value.AddMinutes(30);

        await OvertakeAsync(StoreOperation.Find, FindAsync, RefreshExpiryAsync);

        (await FindAsync())!.ExpiresAt.Should().Be(later);
    }

    [TestCase("release")]
    [TestCase("give up")]
    [TestCase("remove")]
    public async Task While_a_change_is_under_way_nothing_is_put_near_and_the_far_store_answers(string change)
    {
        await FindAsync();
        await ReadAsync();
        _far.Hold(change == "remove" ? StoreOperation.Remove : StoreOperation.Replace);
        var changing = ChangeAsync(change);
        await _far.AnsweredAsync();

        // The far store has done it, and its caller does not know yet: nobody else may be told what was before.
        (await FindAsync())?.Result.Should().BeNull();
        (await ReadAsync()).Should().BeNull();

        _far.LetGo();
        await changing;
        (await FindAsync())?.Result.Should().BeNull();
        (await ReadAsync()).Should().BeNull();
    }

    [Test]
    public async Task Of_two_changes_at_once_none_is_put_near_by_the_one_that_ends_last()
    {
        await FindAsync();
        _far.Hold(StoreOperation.Replace);
        var given = _statement with { Result = null, RowsEvictedAt = Now, Version = _statement.Version + 1 };
        var giving = _store.ReplaceAsync(given, _statement.Version, default).AsTask();
        await _far.AnsweredAsync();
        (await _store.RemoveAsync(_statement.Handle, default)).Should().BeTrue();

        _far.LetGo();
        (await giving).Written.Should().BeTrue();

        (await FindAsync()).Should().BeNull();
        _store.NearBytes.Should().Be(0);
    }

    [Test]
    public async Task A_change_that_loses_leaves_what_has_won()
    {
        await FindAsync();
        var given = _statement with { Result = null, RowsEvictedAt = Now, Version = _statement.Version + 1 };
        (await _store.ReplaceAsync(given, _statement.Version, default)).Written.Should().BeTrue();

        (await _store.ReplaceAsync(_statement with { Version = _statement.Version + 1 }, _statement.Version, default)).Written.Should().BeFalse();

        (await FindAsync()).Should().Be(given);
    }

    [Test]
    public async Task A_batch_that_is_written_twice_at_once_is_the_far_stores_to_answer()
    {
        var submitted = Samples.Submitted(_clock, "session", null);
        await _store.AddAsync(submitted, int.MaxValue, default);
        var running = Samples.Started(submitted, Now);
        await _store.ReplaceAsync(running, 1, default);
        _far.Hold(StoreOperation.WriteBatch);
        var slow = _store.WriteBatchAsync(running.Handle, Samples.Batch(0, "first"), default).AsTask();
        await _far.AnsweredAsync();
        var second = Samples.Batch(0, "second");
        await _store.WriteBatchAsync(running.Handle, second, default);
        _far.LetGo();
        await slow;

        await _store.ReplaceAsync(Samples.Succeeded(running, Now, second.Info), running.Version, default);

        Samples.Text((await _store.ReadBatchAsync(running.Handle, 0, default))!).Should().Be("second");
    }

    /// <summary>Lets a reader have its answer from the far store, and only then the change.</summary>
    private async Task OvertakeAsync<T>(StoreOperation held, Func<Task<T>> read, Func<Task> change)
    {
        _far.Hold(held);
        var reading = read();
        await _far.AnsweredAsync();
        await change();
        _far.LetGo();
        (await reading).Should().NotBeNull("it was asked before the change");
    }

    private async Task ChangeAsync(string change)
    {
        switch (change)
        {
            case "release":
                await _store.ReplaceAsync(_statement.ToTombstone() with { ExpiresAt = Now }, _statement.Version, default);
                break;
            case "give up":
                await _store.ReplaceAsync(
                    _statement with { Result = null, RowsEvictedAt = Now, Version = _statement.Version + 1 }, _statement.Version, default);
                break;
            case "remove":
                await _store.RemoveAsync(_statement.Handle, default);
                break;
            default:
                _clock.Advance(_statement.TimeToLive);
                await _store.PurgeExpiredAsync(Now, TimeSpan.FromHours(1), default);
                break;
        }
    }

    private async Task RefreshExpiryAsync() =>
        await _store.RefreshExpiryAsync(_statement.Handle, _statement.Version, _statement.ExpiresAt!.Value.AddMinutes(30), default);

    private async Task<Statement?> FindAsync() => await _store.FindAsync(_statement.Handle, default);

    private async Task<string?> ReadAsync() =>
        await _store.ReadBatchAsync(_statement.Handle, 0, default) is { } batch ? Samples.Text(batch) : null;
}
