using ZiggyCreatures.Caching.Fusion;

namespace Mockhaus.Statements.Benchmarks;

/// <summary>A hybrid store's near hits; against FusionCache, with its memory level alone, that has the same statements under their handles as text.</summary>
internal static class PeerFusionCache
{
    public static Comparison Comparison { get; } = new("peer.fusioncache", 1, 1_000_000, HybridFind.OursAsync, TheirsAsync);

    private static Task<TimeSpan> TheirsAsync(int count)
    {
        var statements = new NearStatements().All;
        using var cache = new FusionCache(new FusionCacheOptions());
        var keys = statements.Select(statement => statement.Handle.ToString()).ToArray();
        for (var i = 0; i < keys.Length; i++)
        {
            cache.Set(keys[i], statements[i], TimeSpan.FromHours(1));
        }

        var found = 0;
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            found += cache.TryGet<Statement>(keys[i % keys.Length]).HasValue ? 1 : 0;
        }

        var elapsed = TimeProvider.System.GetElapsedTime(start);
        return found == count
            ? Task.FromResult(elapsed)
            : throw new InvalidOperationException($"{count - found} of {count} statements were not found.");
    }
}
