namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>A thread that commits changes in groups: those that were enqueued during a commit are the next group.</summary>
/// <remarks>
/// A commit costs the same for one change and for hundreds: about a millisecond, most of it waiting for the disk. A thread of
/// its own, because DuckDB blocks the calling thread.
/// </remarks>
internal sealed class GroupWriter : IAsyncDisposable
{
    private const int MaxChanges = 512;
    private const long MaxBytes = 16 * 1024 * 1024;

    private readonly Queue<WriteCommand> _waiting = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<IReadOnlyList<WriteCommand>> _commit;
    private bool _isClosed;

    public GroupWriter(Action<IReadOnlyList<WriteCommand>> commit)
    {
        _commit = commit;
        new Thread(Work) { IsBackground = true, Name = "Mockhaus.Statements DuckDB writer" }.UnsafeStart();
    }

    /// <summary>Enqueues a change. The task ends when the change is durable, or refused.</summary>
    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    public Task<WriteOutcome> WriteAsync(WriteCommand change)
    {
        lock (_waiting)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(DuckDbStatementStore));
            _waiting.Enqueue(change);
            if (_waiting.Count == 1)
            {
                Monitor.Pulse(_waiting);
            }
        }

        return change.Done;
    }

    /// <summary>Writes the changes that wait, and ends the thread.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_waiting)
        {
            _isClosed = true;
            Monitor.Pulse(_waiting);
        }

        await _ended.Task.ConfigureAwait(false);
    }

    private void Work()
    {
        for (var group = Next(); group.Count > 0; group = Next())
        {
            _commit(group);
        }

        _ended.SetResult();
    }

    private List<WriteCommand> Next()
    {
        var group = new List<WriteCommand>();
        lock (_waiting)
        {
            while (_waiting.Count == 0 && !_isClosed)
            {
                Monitor.Wait(_waiting);
            }

            for (var bytes = 0L; group.Count < MaxChanges && bytes < MaxBytes && _waiting.TryDequeue(out var change); bytes += change.Size)
            {
                group.Add(change);
            }
        }

        return group;
    }
}
