using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Benchmarks.DuckDb;

/// <summary>A file of many finished statements, each with its add, its start and its end, as a store has written them.</summary>
internal static class LargeFile
{
    private const int Callers = 512;
    private const int Step = 100_000;

    public static async Task<List<StatementHandle>> MakeAsync(string path, int statements, Action<string> progress)
    {
        var handles = new List<StatementHandle>(statements);
        await using var store = new DuckDbStatementStore(new() { Path = path });
        while (handles.Count < statements)
        {
            progress($"{handles.Count:N0} of {statements:N0} statements stored");
            handles.AddRange(await StoredLives.LiveAsync(store, Math.Min(Step, statements - handles.Count), Callers));
        }

        return handles;
    }
}
