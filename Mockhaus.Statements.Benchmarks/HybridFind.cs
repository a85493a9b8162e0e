using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Benchmarks;

/// <summary>A hybrid store's near hits; against the memory store that finds the same finished statements.</summary>
internal static class HybridFind
{
    public static Comparison Comparison { get; } = new("hybrid.find", 0.8, 2_000_000, OursAsync, TheirsAsync);

    public static async Task<TimeSpan> OursAsync(int count)
    {
        var statements = new NearStatements();
        using var store = new HybridStatementStore(new UnaskedStore());
        await statements.StoreAsync(store);
        return await statements.FindAsync(store, count);
    }

    private static async Task<TimeSpan> TheirsAsync(int count)
    {
        var statements = new NearStatements();
        using var store = new MemoryStatementStore();
        await statements.StoreAsync(store);
        return await statements.FindAsync(store, count);
    }
}
