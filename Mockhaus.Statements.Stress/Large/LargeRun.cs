using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Stress.Soak;

namespace Mockhaus.Statements.Stress.Large;

/// <summary>One large result on a file: from its query through all of its partitions to its expiry.</summary>
internal sealed class LargeRun : IAsyncDisposable
{
    private const long Unlimited = 1L << 40;

    /// <summary>The first makes a tombstone of the statement; by the second, that may stand in no table's way any more.</summary>
    private const int Sweeps = 2;

    private readonly HandClock _clock = new(new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly MockhausStatementsOptions _options = new() { Results = { MaxResultBytes = Unlimited, MaxTotalResultBytes = Unlimited } };
    private readonly InMemoryDuckDbDataSource _database = new();
    private readonly DuckDbStatementStore _store;
    private readonly StatementManager _manager;
    private readonly StatementSession _session;
    private readonly string _path;
    private StatementHandle _handle;

    /// <param name="folder">Where the file is made.</param>
    /// <param name="generationSize">After how many MB the store begins a new table. A file keeps the last.</param>
    public LargeRun(string folder, int generationSize)
    {
        _path = Path.Combine(folder, "large.db");
        _store = new(new() { Path = _path, GenerationSize = generationSize }, _clock);
        _manager = new(_store, new AdoNetStatementExecutor(_database), _options, _clock);
        _session = _manager.OpenSession("large");
    }

    /// <summary>Of the file with its log, in bytes.</summary>
    public long FileSize => new[] { _path, _path + ".wal" }.Where(File.Exists).Sum(file => new FileInfo(file).Length);

    public async Task<ResultManifest> WriteAsync(long rows)
    {
        var statement = await StatementRuns.SucceedAsync(_session, LargeRows.Query(rows));
        _handle = statement.Handle;
        return statement.Result!;
    }

    /// <summary>Reads all partitions.</summary>
    /// <exception cref="InvalidDataException">One of them is not what was written.</exception>
    public async Task<LargeRows> ReadAsync()
    {
        var rows = new LargeRows();
        for (var number = 0; await _session.ReadBatchAsync(_handle, number) is { } batch; number++)
        {
            rows.Take(batch);
        }

        return rows;
    }

    /// <summary>Lets the result expire, and the store give back what it held.</summary>
    /// <returns>Whether the handle says so.</returns>
    public async Task<bool> ExpireAsync()
    {
        _clock.Advance(2 * _options.Retention.DefaultTimeToLive);
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            await _store.PurgeExpiredAsync(_clock.GetUtcNow(), _options.Retention.TombstoneRetention, CancellationToken.None);
            _clock.Advance(_options.Retention.CleanupInterval);
        }

        try
        {
            await _session.ReadBatchAsync(_handle, 0);
            return false;
        }
        catch (StatementExpiredException)
        {
            return true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _manager.DisposeAsync();
        await _store.DisposeAsync();
        await _database.DisposeAsync();
    }
}
