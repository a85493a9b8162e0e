namespace Mockhaus.Statements.History;

/// <summary>A history in the memory of this process, bounded by bytes.</summary>
/// <remarks>Thread-safe. When <see cref="StatementHistoryOptions.MaxBytes"/> is exceeded, the oldest entries are removed at once.</remarks>
public sealed class MemoryStatementHistory : IStatementHistory
{
    /// <summary>How many entries a page looks at at most, so that no call holds the lock for long.</summary>
    private const int MaxScanned = 10_000;

    private readonly Lock _lock = new();
    private readonly MemoryEntryList _entries = new();
    private readonly long _maxBytes;
    private DateTimeOffset _trimmedBefore = DateTimeOffset.MinValue;
    private bool _isDisposed;

    /// <summary>Creates an empty history.</summary>
    /// <param name="options">The options; <see cref="StatementHistoryOptions.MaxBytes"/> is used. Null: the defaults.</param>
    public MemoryStatementHistory(MockhausStatementsOptions? options = null) => _maxBytes = (options ?? new()).History.MaxBytes;

    /// <inheritdoc/>
    public bool IsDurable => false;

    /// <inheritdoc/>
    public ValueTask AppendAsync(IReadOnlyList<HistoryEntry> entries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            foreach (var entry in entries)
            {
                _entries.TryAdd(entry);
            }

            while (_entries.Bytes > _maxBytes)
            {
                _entries.RemoveOldest();
            }
        }

        return default;
    }

    /// <inheritdoc/>
    public ValueTask<HistoryPage> ReadAsync(HistoryFilter filter, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        HistoryLimit.ThrowIfInvalid(limit);
        var before = HistoryPosition.Parse(filter.After);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return new(Read(filter, limit, before));
        }
    }

    /// <inheritdoc/>
    public ValueTask<long> EraseAsync(HistoryErasure what, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(what);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return new(_entries.RemoveAll(what));
        }
    }

    /// <inheritdoc/>
    public ValueTask<HistoryTrim> TrimAsync(DateTimeOffset before, long maxBytes, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var removed = 0L;
            while (_entries.Oldest is { } oldest && (oldest.At < before || _entries.Bytes > maxBytes))
            {
                _entries.RemoveOldest();
                removed++;
            }

            // Entries that were recorded late stand behind newer ones.
            _trimmedBefore = before > _trimmedBefore ? before : _trimmedBefore;
            return new(new HistoryTrim(removed, _entries.Bytes));
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _entries.Clear();
        }

        return default;
    }

    private HistoryPage Read(HistoryFilter filter, int limit, long? before)
    {
        var (page, scanned) = (new List<HistoryEntry>(), 0);
        foreach (var (position, entry) in _entries.NewestFirst(filter.SessionId, before ?? long.MaxValue))
        {
            if (page.Count == limit || scanned == MaxScanned)
            {
                // More may follow: after the entry that was looked at last.
                return new(page, HistoryPosition.Format(position + 1));
            }

            scanned++;
            if (entry.At >= _trimmedBefore && filter.Matches(entry))
            {
                page.Add(entry);
            }
        }

        return new(page, null);
    }
}
