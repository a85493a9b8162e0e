using Mockhaus.Statements.Diagnostics;
using Mockhaus.Statements.History;

namespace Mockhaus.Statements.Engine;

/// <summary>Appends the waiting entries to the history, in groups, one after the other. Tries again while the history is unavailable.</summary>
internal sealed class HistoryWriter(
    EngineContext context, IStatementHistory history, HistoryEntryFactory factory, PendingEntries pending, StatementDiagnostics diagnostics) : IDisposable
{
    public const int MaxGroup = 256;

    /// <summary>How long an entry waits for others, to be appended with them.</summary>
    private static readonly TimeSpan GatherTime = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(1);

    /// <summary>How long the history may take for a group before it counts as unavailable, so that no worker waits for it any longer.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    private readonly List<PendingEntry> _group = new(MaxGroup);
    private readonly List<HistoryEntry> _entries = new(MaxGroup + 1);

    /// <summary>For each entry, what its caller waits for, or null.</summary>
    private readonly List<TaskCompletionSource?> _awaited = new(MaxGroup + 1);
    private readonly CancellationTokenSource _stop = new();
    private long _groupAt;

    /// <summary>When the oldest entry of the group that is being appended happened; null when none is.</summary>
    public DateTimeOffset? GroupAt => Volatile.Read(ref _groupAt) is > 0 and var ticks ? new(ticks, TimeSpan.Zero) : null;

    /// <summary>Appends until the line is closed and empty, or <see cref="AbandonAsync"/> is called.</summary>
    public async Task RunAsync()
    {
        while (await pending.WaitAsync().ConfigureAwait(false))
        {
            await pending.GatherAsync(GatherTime, context.TimeProvider).ConfigureAwait(false);
            var gap = pending.Take(_group, MaxGroup);
            if (gap is not null)
            {
                Add(factory.CreateGap(gap.Lost, gap.From, gap.To), null);
            }

            foreach (var entry in _group)
            {
                if (!entry.IsMark)
                {
                    Add(CreateEntry(entry), entry.Recorded);
                }
            }

            Volatile.Write(ref _groupAt, _entries.Count > 0 ? _entries[0].At.UtcTicks : 0);
            await AppendAsync().ConfigureAwait(false);
            Volatile.Write(ref _groupAt, 0);
        }
    }

    /// <summary>Stops trying: what is not recorded by now is lost.</summary>
    public async ValueTask AbandonAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        pending.DropAll();
    }

    public void Dispose() => _stop.Dispose();

    private HistoryEntry CreateEntry(PendingEntry entry)
    {
        try
        {
            return factory.Create(entry.Kind, entry.At, entry.Statement, entry.SessionId);
        }
        catch (Exception)
        {
            // Nothing is expected here, but a writer that dies of one text would record nothing any more. Without its SQL it is recorded.
            return factory.Create(entry.Kind, entry.At, entry.Statement is null ? null : entry.Statement with { Sql = "" }, entry.SessionId);
        }
    }

    private void Add(HistoryEntry entry, TaskCompletionSource? awaited)
    {
        _entries.Add(entry);
        _awaited.Add(awaited);
    }

    private async Task AppendAsync()
    {
        for (var pause = FirstRetry; _entries.Count > 0; pause = pause * 2 < LastRetry ? pause * 2 : LastRetry)
        {
            if (await TryAppendAsync().ConfigureAwait(false))
            {
                break;
            }

            RefuseAwaited();
            RemoveRefused();
            if (_stop.IsCancellationRequested)
            {
                pending.CountLost(_entries.Count);
                break;
            }

            await Task.Delay(pause, context.TimeProvider, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        FinishGroup();
    }

    private async ValueTask<bool> TryAppendAsync()
    {
        try
        {
            var append = history.AppendAsync(_entries, CancellationToken.None);
            if (append.IsCompleted)
            {
                await append.ConfigureAwait(false);
            }
            else
            {
                await WaitForAnswerAsync(append.AsTask()).ConfigureAwait(false);
            }

            OnAppended();
            return true;
        }
        catch (Exception exception)
        {
            // Also what no history should throw: the writer has to outlive it.
            OnFailed(exception);
            return false;
        }
    }

    /// <summary>A history that does not answer counts as unavailable, but its answer is awaited: two appends at once could change the order.</summary>
    private async Task WaitForAnswerAsync(Task append)
    {
        while (!append.IsCompleted && !_stop.IsCancellationRequested)
        {
            try
            {
                await append.WaitAsync(AnswerLimit, context.TimeProvider, _stop.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (!append.IsCompleted)
            {
                OnFailed(exception);
                RefuseAwaited();
            }
        }

        if (!append.IsCompleted)
        {
            throw new TimeoutException("The history has not answered.");
        }

        await append.ConfigureAwait(false);
    }

    private void OnAppended()
    {
        diagnostics.HistoryAppended(_entries.Count);
        if (pending.SetFailing(false))
        {
            Log.HistoryIsBack(context.Logger);
        }
    }

    private void OnFailed(Exception exception)
    {
        if (pending.SetFailing(true))
        {
            Log.HistoryUnavailable(context.Logger, exception);
        }
    }

    /// <summary>Callers that wait get an exception. Marks are reached: nothing more is known.</summary>
    private void RefuseAwaited()
    {
        foreach (var entry in _group)
        {
            if (entry.IsMark)
            {
                entry.Recorded?.TrySetResult();
            }
            else
            {
                entry.Recorded?.TrySetException(new StatementHistoryException(entry.Statement!.Handle, null));
            }
        }
    }

    /// <summary>What a caller was refused is not tried again: the statement does not run.</summary>
    private void RemoveRefused()
    {
        for (var i = _entries.Count - 1; i >= 0; i--)
        {
            if (_awaited[i] is { Task.IsFaulted: true })
            {
                _entries.RemoveAt(i);
                _awaited.RemoveAt(i);
            }
        }
    }

    private void FinishGroup()
    {
        var bytes = 0L;
        foreach (var entry in _group)
        {
            bytes += entry.Bytes;
            entry.Recorded?.TrySetResult();
        }

        _group.Clear();
        _entries.Clear();
        _awaited.Clear();
        pending.Finish(bytes);
    }
}
