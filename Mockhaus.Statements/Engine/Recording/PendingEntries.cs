
namespace Mockhaus.Statements.Engine;

/// <summary>The line of entries that wait to be recorded, bounded by bytes. Thread-safe; one writer takes from it.</summary>
/// <remarks>
/// While the writer is only slow, callers that can wait do so when the line is full (<see cref="WaitForRoomAsync"/>). While the history
/// fails, no caller waits: the oldest entries are dropped and counted, and the count is recorded when the history is back.
/// </remarks>
internal sealed class PendingEntries(long maxBytes)
{
    private readonly Lock _lock = new();
    private readonly Queue<PendingEntry> _queue = new();
    private TaskCompletionSource? _arrival;
    private TaskCompletionSource? _urgent;
    private TaskCompletionSource? _room;
    private HistoryGap? _gap;
    private long _bytes;
    private long _lost;
    private int _awaited;
    private bool _isFailing;
    private bool _isClosed;

    /// <summary>The size of what waits and of what is being appended.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>The number of entries that were dropped since the start.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>Whether the last attempt to append failed.</summary>
    public bool IsFailing => Volatile.Read(ref _isFailing);

    /// <summary>When the oldest waiting entry happened, or null when none waits.</summary>
    public DateTimeOffset? Oldest
    {
        get
        {
            lock (_lock)
            {
                return _queue.TryPeek(out var first) && !first.IsMark ? first.At : null;
            }
        }
    }

    public void Add(PendingEntry entry)
    {
        TaskCompletionSource? arrival;
        lock (_lock)
        {
            if (_isClosed)
            {
                DropClosed(entry);
                return;
            }

            _queue.Enqueue(entry);
            _bytes += entry.Bytes;
            _awaited += entry.Recorded is null ? 0 : 1;
            DropExcess();
            (arrival, _arrival) = (_arrival, null);
            if (_urgent is not null && IsUrgent())
            {
                _urgent.TrySetResult();
            }
        }

        arrival?.TrySetResult();
    }

    /// <summary>Waits while the line is full and the history is only slow. A token that fires ends the wait, without an exception.</summary>
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken) =>
        Bytes < maxBytes ? default : new(WaitForRoomSlowAsync(cancellationToken));

    /// <summary>Waits until there is something to take.</summary>
    /// <returns>False when the line is closed and empty.</returns>
    public async ValueTask<bool> WaitAsync()
    {
        while (true)
        {
            Task arrival;
            lock (_lock)
            {
                if (_queue.Count > 0 || _gap is not null)
                {
                    return true;
                }

                if (_isClosed)
                {
                    return false;
                }

                arrival = (_arrival ??= NewSource()).Task;
            }

            await arrival.ConfigureAwait(false);
        }
    }

    /// <summary>Waits a little for more entries, because a group costs less than its entries one by one; not when a caller waits for one, or
    /// when there are enough.</summary>
    public async ValueTask GatherAsync(TimeSpan time, TimeProvider timeProvider)
    {
        Task urgent;
        lock (_lock)
        {
            if (IsUrgent())
            {
                return;
            }

            urgent = (_urgent ??= NewSource()).Task;
        }

        using var enough = new CancellationTokenSource();
        await Task.WhenAny(urgent, Task.Delay(time, timeProvider, enough.Token)).ConfigureAwait(false);
        await enough.CancelAsync().ConfigureAwait(false);
        lock (_lock)
        {
            _urgent = null;
        }
    }

    /// <summary>Takes the oldest entries. They count for <see cref="Bytes"/> until <see cref="Finish"/>.</summary>
    /// <returns>What was lost before them, or null.</returns>
    public HistoryGap? Take(List<PendingEntry> group, int most)
    {
        lock (_lock)
        {
            // At most half of the line: what is being appended cannot be dropped.
            for (var bytes = 0L; group.Count < most && bytes < maxBytes / 2 && _queue.TryDequeue(out var entry); bytes += entry.Bytes)
            {
                _awaited -= entry.Recorded is null ? 0 : 1;
                group.Add(entry);
            }

            var gap = _gap;
            _gap = null;
            return gap;
        }
    }

    /// <summary>Entries that were taken are recorded, or refused.</summary>
    public void Finish(long bytes)
    {
        lock (_lock)
        {
            _bytes -= bytes;
            ReleaseRoom();
        }
    }

    /// <summary>The history fails, or it is back.</summary>
    /// <returns>Whether that is new.</returns>
    public bool SetFailing(bool isFailing)
    {
        lock (_lock)
        {
            var isNew = _isFailing != isFailing;
            _isFailing = isFailing;
            DropExcess();
            ReleaseRoom();
            return isNew;
        }
    }

    /// <summary>Takes no more entries.</summary>
    public void Close()
    {
        TaskCompletionSource? arrival;
        lock (_lock)
        {
            _isClosed = true;
            ReleaseRoom();
            (arrival, _arrival) = (_arrival, null);
            _urgent?.TrySetResult();
        }

        arrival?.TrySetResult();
    }

    /// <summary>Entries that were taken are lost, too late for a gap.</summary>
    public void CountLost(int count)
    {
        lock (_lock)
        {
            _lost += count;
        }
    }

    /// <summary>Drops everything that waits.</summary>
    public void DropAll()
    {
        lock (_lock)
        {
            while (_queue.TryDequeue(out var entry))
            {
                Drop(entry);
            }
        }
    }

    private async Task WaitForRoomSlowAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task room;
            lock (_lock)
            {
                if (_bytes < maxBytes || _isFailing || _isClosed || cancellationToken.IsCancellationRequested)
                {
                    return;
                }

                room = (_room ??= NewSource()).Task;
            }

            await room.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void ReleaseRoom()
    {
        if (_room is { } room && (_bytes < maxBytes || _isFailing || _isClosed))
        {
            _room = null;
            room.TrySetResult();
        }
    }

    private void DropExcess()
    {
        while (_isFailing && _bytes > maxBytes && _queue.TryDequeue(out var oldest))
        {
            Drop(oldest);
        }
    }

    private bool IsUrgent() => _awaited > 0 || _queue.Count >= HistoryWriter.MaxGroup || _bytes >= maxBytes || _isClosed;

    private void DropClosed(PendingEntry entry)
    {
        _bytes += entry.Bytes;
        _awaited += entry.Recorded is null ? 0 : 1;
        Drop(entry);
    }

    /// <summary>An entry that a caller waits for is refused; a mark is reached; any other is counted as lost.</summary>
    private void Drop(PendingEntry entry)
    {
        _bytes -= entry.Bytes;
        _awaited -= entry.Recorded is null ? 0 : 1;
        if (entry.IsMark)
        {
            entry.Recorded?.TrySetResult();
        }
        else if (entry.Recorded is { } recorded)
        {
            recorded.TrySetException(new StatementHistoryException(entry.Statement!.Handle, null));
        }
        else
        {
            _lost++;
            _gap = _gap is { } gap ? gap with { Lost = gap.Lost + 1, To = entry.At } : new(1, entry.At, entry.At);
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
