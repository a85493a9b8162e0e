using Mockhaus.Statements.History;

namespace Mockhaus.Statements.Tests.Support;

/// <summary>A history in memory that fails, or waits, when it is told to.</summary>
public sealed class FaultyHistory : IStatementHistory
{
    private readonly MemoryStatementHistory _inner = new();
    private int _appends;

    /// <summary>While true, every call throws.</summary>
    public bool IsDown { get; set; }

    /// <summary>What an append waits for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public bool IsDurable => true;

    /// <summary>The number of appends that were tried.</summary>
    public int Appends => Volatile.Read(ref _appends);

    public async ValueTask AppendAsync(IReadOnlyList<HistoryEntry> entries, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _appends);
        ThrowIfDown();
        await Gate.ConfigureAwait(false);
        ThrowIfDown();
        await _inner.AppendAsync(entries, cancellationToken);
    }

    public ValueTask<HistoryPage> ReadAsync(HistoryFilter filter, int limit, CancellationToken cancellationToken = default)
    {
        ThrowIfDown();
        return _inner.ReadAsync(filter, limit, cancellationToken);
    }

    public ValueTask<long> EraseAsync(HistoryErasure what, CancellationToken cancellationToken = default)
    {
        ThrowIfDown();
        return _inner.EraseAsync(what, cancellationToken);
    }

    public ValueTask<HistoryTrim> TrimAsync(DateTimeOffset before, long maxBytes, CancellationToken cancellationToken = default)
    {
        ThrowIfDown();
        return _inner.TrimAsync(before, maxBytes, cancellationToken);
    }

    public ValueTask DisposeAsync() => _inner.DisposeAsync();

    /// <summary>All entries, the oldest first.</summary>
    public async Task<IReadOnlyList<HistoryEntry>> AllAsync(params HistoryEntryKind[] kinds)
    {
        var all = new List<HistoryEntry>();
        var filter = new HistoryFilter { Kinds = kinds.Length == 0 ? null : kinds };
        for (HistoryPage? page = null; page is null || page.Next is not null;)
        {
            page = await _inner.ReadAsync(filter with { After = page?.Next }, 10_000);
            all.AddRange(page.Entries);
        }

        all.Reverse();
        return all;
    }

    private void ThrowIfDown()
    {
        if (IsDown)
        {
            throw new StatementStoreException("test history", "answer", null, null);
        }
    }
}
