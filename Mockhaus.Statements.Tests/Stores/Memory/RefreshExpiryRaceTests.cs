using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Stores.Memory;

public sealed class RefreshExpiryRaceTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    [TestCase("request", int.MaxValue)]
    [TestCase(null, 1)]
    public async Task What_was_put_off_is_in_the_way_and_what_stood_in_nobodys_way_is_not_put_off(string? requestId, int max)
    {
        var clock = new OvertakenClock(Samples.Start);
        using var store = new MemoryStatementStore(null, clock);
        var old = await AddSucceededAsync(store, clock, requestId);
        var expiry = old.ExpiresAt!.Value.AddMinutes(1);
        var later = expiry.AddHours(1);
        var next = Samples.Submitted(clock, "session", requestId) with { CreatedAt = expiry };
        Task<StatementWrite>? add = null;

        // How often a refresh asks for the time; the last is its own question.
        var asked = clock.Asked;
        await store.RefreshExpiryAsync(old.Handle, old.Version, expiry, default);

        // The expiry comes just after the refresh has looked at the clock, and with it another statement.
        clock.Overtake(clock.Asked - asked, () =>
        {
            clock.Now = expiry;
            add = Task.Run(async () => await store.AddAsync(next, max, default));
            add.Wait(Moment);
        });
        await store.RefreshExpiryAsync(old.Handle, old.Version, later, default);

        (await add!).Written.Should().BeFalse();
        (await store.FindAsync(old.Handle, default))!.ExpiresAt.Should().Be(later);
    }

    private static async Task<Statement> AddSucceededAsync(MemoryStatementStore store, TimeProvider clock, string? requestId)
    {
        var statement = Samples.Submitted(clock, "session", requestId);
        await store.AddAsync(statement, 1, default);
        var running = Samples.Started(statement, clock.GetUtcNow());
        await store.ReplaceAsync(running, 1, default);
        var succeeded = Samples.Succeeded(running, clock.GetUtcNow());
        (await store.ReplaceAsync(succeeded, 2, default)).Written.Should().BeTrue();
        return succeeded;
    }
}
