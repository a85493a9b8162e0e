using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Results;

/// <summary>A result writer for a statement that runs, over a store, without a manager.</summary>
internal sealed class ResultBench : IBatchSink, IDisposable
{
    private readonly StatementHandle _handle;
    private readonly IStatementStore _store;

    private ResultBench(Statement statement, IStatementStore store, MockhausStatementsOptions options, ResultSettings settings)
    {
        (_handle, _store) = (statement.Handle, store);
        Writer = new(_handle, this, options, settings);
    }

    public ResultWriter Writer { get; }

    public RowWriter Row => Writer.Row;

    ValueTask<bool> IBatchSink.WriteAsync(ResultBatch batch, CancellationToken cancellationToken) => _store.WriteBatchAsync(_handle, batch, cancellationToken);

    public static async Task<ResultBench> OpenAsync(
        MockhausStatementsOptions? options = null, IStatementStore? store = null, ResultSettings? settings = null)
    {
        var statement = new Statement
        {
            Handle = StatementHandle.New(TimeProvider.System),
            SessionId = "bench",
            Sql = "select 1",
            Status = StatementStatus.Running,
            CreatedAt = DateTimeOffset.UnixEpoch,
            TimeToLive = TimeSpan.FromHours(1),
            Version = 1,
        };
        store ??= new MemoryStatementStore();
        await store.AddAsync(statement, int.MaxValue, CancellationToken.None);
        return new(statement, store, options ?? new(), settings ?? ResultSettings.None);
    }

    public static async Task<ResultBench> StartAsync(params ResultColumn[] columns)
    {
        var bench = await OpenAsync();
        bench.Writer.Start(columns);
        return bench;
    }

    /// <summary>The text of one cell, after it has gone through the store.</summary>
    public static Task<string?> CellAsync(ResultColumn column, Action<RowWriter> write) => CellAsync(column, ResultSettings.None, write);

    /// <summary>The same, of a statement with parameters.</summary>
    public static async Task<string?> CellAsync(ResultColumn column, ResultSettings settings, Action<RowWriter> write)
    {
        using var bench = await OpenAsync(settings: settings);
        bench.Writer.Start([column]);
        write(bench.Row);
        await bench.EndRowAsync();
        return (await bench.RowsAsync()).Single().Single();
    }

    public ValueTask EndRowAsync() => Writer.EndRowAsync(CancellationToken.None);

    public async Task<ResultManifest> CompleteAsync() => await Writer.CompleteAsync(CancellationToken.None);

    public async Task<List<ResultBatch>> BatchesAsync()
    {
        var batches = new List<ResultBatch>();
        foreach (var info in (await CompleteAsync()).Batches)
        {
            var batch = await _store.ReadBatchAsync(_handle, info.Number, CancellationToken.None);
            batch!.Info.Should().Be(info, "the manifest says what is stored");
            batches.Add(batch);
        }

        return batches;
    }

    public async Task<List<string?[]>> RowsAsync() => [.. (await BatchesAsync()).SelectMany(BatchJson.Rows)];

    public void Dispose() => Writer.Release();
}
