using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Stress.Soak;

/// <summary>
/// A store on a file in which everything expires, generation after generation, but for some statements: a third of those
/// run, the others are read all the time, and a few of them make place for new ones.
/// </summary>
internal sealed class SoakRun(string folder, SoakSize size) : IAsyncDisposable
{
    /// <summary>How often the sweeper comes in a generation.</summary>
    private const int Sweeps = 4;

    private const int Callers = 8;
    private static readonly TimeSpan Sweep = TimeSpan.FromMinutes(20);

    private readonly HandClock _clock = new(new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly List<SoakStatement> _live = [];
    private readonly List<SoakStatement> _passing = [];
    private readonly List<SoakReading> _readings = [];
    private DuckDbStatementStore? _store;
    private int _seed;

    private string Path => System.IO.Path.Combine(folder, "soak.db");

    public IReadOnlyList<SoakReading> Readings => _readings;

    /// <summary>Whether the last readings show no more memory than those before them, but for what comes and goes.</summary>
    public bool IsMemorySteady
    {
        get
        {
            const long Slack = 16 * 1024 * 1024;
            var (third, last) = (_readings[(_readings.Count / 2)..(_readings.Count * 3 / 4)], _readings[(_readings.Count * 3 / 4)..]);
            return last.Max(reading => reading.Memory) <= (third.Max(reading => reading.Memory) * 1.1) + Slack;
        }
    }

    public async Task RunAsync(Action<SoakReading> tell)
    {
        _store = Open(Path, _clock);
        _live.AddRange(await AddAsync(size.Live, at => at % 3 != 0));
        for (var generation = 1; generation <= size.Generations; generation++)
        {
            for (var sweep = 0; sweep < Sweeps; sweep++)
            {
                _passing.AddRange(await AddAsync(size.Passing / Sweeps, _ => true));
                await SweepAsync();
            }

            await RenewAsync(Math.Max(1, size.Live / 20));
            _readings.Add(await ReadAsync(generation));
            tell(_readings[^1]);
        }
    }

    /// <summary>The size of the file, and of a fresh one of the same live rows: those that stay, and those that have not yet expired.</summary>
    public async Task<(long File, long Fresh)> CompareAsync()
    {
        SoakStatement[] all = [.. _live, .. _passing];
        foreach (var statement in all)
        {
            await statement.CheckAsync(_store!);
        }

        var fresh = System.IO.Path.Combine(folder, "fresh.db");
        await using (var store = Open(fresh, _clock))
        {
            foreach (var statement in all)
            {
                await statement.CopyAsync(store);
            }
        }

        return (SizeOf(Path), SizeOf(fresh));
    }

    public ValueTask DisposeAsync() => _store?.DisposeAsync() ?? ValueTask.CompletedTask;

    private DuckDbStatementStore Open(string path, HandClock clock) =>
        new(new() { Path = path, GenerationSize = size.GenerationSize }, clock);

    private async Task SweepAsync()
    {
        _clock.Advance(Sweep);
        var now = _clock.GetUtcNow();
        await Task.WhenAll(_live.Select(statement => statement.RefreshExpiryAsync(_store!, now)));
        await _store!.PurgeExpiredAsync(now, TimeSpan.FromHours(1), CancellationToken.None);
        _passing.RemoveAll(statement => statement.Now.IsExpiredAt(now));
    }

    /// <summary>The oldest end, or are read no more; new ones take their place.</summary>
    private async Task RenewAsync(int count)
    {
        var added = await AddAsync(count, at => at % 3 != 0);
        foreach (var statement in _live[..count].Where(statement => !statement.Now.IsFinished))
        {
            await statement.FinishAsync(_store!, _clock.GetUtcNow());
        }

        _passing.AddRange(_live[..count]);
        _live.RemoveRange(0, count);
        _live.AddRange(added);
    }

    private async Task<List<SoakStatement>> AddAsync(int count, Func<int, bool> isFinished)
    {
        var added = new List<SoakStatement>();
        foreach (var some in Enumerable.Range(0, count).Chunk(Callers))
        {
            added.AddRange(await Task.WhenAll(some.Select(at => SoakStatement.AddAsync(_store!, ++_seed, isFinished(at), _clock))));
        }

        return added;
    }

    private async Task<SoakReading> ReadAsync(int generation)
    {
        var statements = 0;
        await foreach (var statement in _store!.ListAsync(new(), CancellationToken.None))
        {
            statements++;
        }

        ProcessMemory.CleanUp();
        return new(generation, SizeOf(Path), ProcessMemory.Private(), _live.Count + _passing.Count, statements);
    }

    /// <summary>With its log.</summary>
    private static long SizeOf(string path) => new[] { path, path + ".wal" }.Where(File.Exists).Sum(file => new FileInfo(file).Length);
}
