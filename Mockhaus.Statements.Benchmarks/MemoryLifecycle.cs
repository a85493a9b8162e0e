using Microsoft.Extensions.Caching.Memory;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Benchmarks;

/// <summary>The memory store: add, start, finish, find; against a bare MemoryCache: three Sets and a Get.</summary>
internal static class MemoryLifecycle
{
    public static Comparison Comparison { get; } = new("memory.lifecycle", 0.4, 200_000, OursAsync, TheirsAsync);

    private static async Task<TimeSpan> OursAsync(int count)
    {
        using var store = new MemoryStatementStore();
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            var added = New();
            await store.AddAsync(added, int.MaxValue, CancellationToken.None);
            var started = added with { Status = StatementStatus.Running, StartedAt = added.CreatedAt, Version = 2 };
            await store.ReplaceAsync(started, 1, CancellationToken.None);
            var finished = started with
            {
                Status = StatementStatus.Succeeded,
                CompletedAt = added.CreatedAt,
                ExpiresAt = added.CreatedAt + added.TimeToLive,
                Version = 3,
            };
            await store.ReplaceAsync(finished, 2, CancellationToken.None);
            await store.FindAsync(added.Handle, CancellationToken.None);
        }

        return TimeProvider.System.GetElapsedTime(start);
    }

    private static Task<TimeSpan> TheirsAsync(int count)
    {
        using var cache = new MemoryCache(new MemoryCacheOptions());
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            var added = New();
            cache.Set(added.Handle, added, added.TimeToLive);
            var started = added with { Status = StatementStatus.Running, StartedAt = added.CreatedAt, Version = 2 };
            cache.Set(added.Handle, started, added.TimeToLive);
            cache.Set(added.Handle, started with { Status = StatementStatus.Succeeded, Version = 3 }, added.TimeToLive);
            cache.Get(added.Handle);
        }

        return Task.FromResult(TimeProvider.System.GetElapsedTime(start));
    }

    private static Statement New() => new()
    {
        Handle = StatementHandle.New(TimeProvider.System),
        SessionId = "bench",
        Sql = "select 1",
        Status = StatementStatus.Submitted,
        CreatedAt = TimeProvider.System.GetUtcNow(),
        TimeToLive = TimeSpan.FromHours(1),
        Version = 1,
    };
}
