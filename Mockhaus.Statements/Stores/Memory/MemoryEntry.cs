using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Stores.Memory;

/// <summary>One statement and its batches. All changes happen under the entry's lock, which is the entry itself: there is one for each statement that is kept.</summary>
internal sealed class MemoryEntry(Statement statement)
{
    private Statement _current = statement;

    // Most results have one batch, and a dictionary is larger than it.
    private ResultBatch? _first;
    private Dictionary<int, ResultBatch>? _others;
    private bool _removed;

    /// <summary>The statement as it stands. A read needs no lock: the record is immutable and replaced whole.</summary>
    public Statement Current => Volatile.Read(ref _current);

    /// <summary>Whether it is on its way out of the store, without its batches: nobody is to find it any more.</summary>
    public bool IsRemoved => Volatile.Read(ref _removed);

    /// <summary>Replaces the statement at its expected version; tells, under the lock, when it finishes with that.</summary>
    public bool TryReplace(Statement next, long expectedVersion, Action<MemoryEntry> finished, out Statement? current)
    {
        lock (this)
        {
            current = _removed ? null : _current;
            if (current?.Version != expectedVersion)
            {
                return false;
            }

            Set(next);
            if (next.IsFinished && !current.IsFinished)
            {
                finished(this);
            }

            return true;
        }
    }

    /// <summary>The statement, for a decision that rests on its expiry: no slide that began before is still on its way.</summary>
    public Statement CurrentUnderLock
    {
        get
        {
            lock (this)
            {
                return _current;
            }
        }
    }

    public void RefreshExpiry(long expectedVersion, DateTimeOffset expiresAt, TimeProvider timeProvider)
    {
        lock (this)
        {
            // The clock under the lock: by a time read before it, what has lost its place meanwhile could be put off.
            if (_current.Version == expectedVersion && expiresAt > _current.ExpiresAt && !_current.IsExpiredAt(timeProvider.GetUtcNow()))
            {
                Volatile.Write(ref _current, _current with { ExpiresAt = expiresAt });
            }
        }
    }

    public bool TryWrite(ResultBatch batch)
    {
        // Before the lock, so that nobody who asks for the statement waits for some megabytes.
        var own = StatusResult.Is(batch) ? batch : batch with { Payload = batch.Payload.ToArray() };
        lock (this)
        {
            if (_removed || _current.Status != StatementStatus.Running)
            {
                return false;
            }

            if (batch.Info.Number == 0)
            {
                _first = own;
            }
            else
            {
                (_others ??= [])[batch.Info.Number] = own;
            }

            return true;
        }
    }

    public ResultBatch? Read(int number)
    {
        lock (this)
        {
            return number == 0 ? _first : _others?.GetValueOrDefault(number);
        }
    }

    /// <summary>Turns an expired statement into its tombstone, once.</summary>
    public bool TryExpire(DateTimeOffset now)
    {
        lock (this)
        {
            // An empty text is what marks a tombstone; a released statement has been one since its release.
            if (!_current.IsExpiredAt(now) || (_current.Sql.Length == 0 && _current.Result is null))
            {
                return false;
            }

            Set(_current.ToTombstone());
            return true;
        }
    }

    /// <summary>Closes the entry for good, once, if it still is what it has to be: whoever still holds it can change nothing any more.</summary>
    public bool TryRemove(Func<Statement, bool> condition)
    {
        lock (this)
        {
            if (_removed || !condition(_current))
            {
                return false;
            }

            _removed = true;
            DropBatches();
            return true;
        }
    }

    private void Set(Statement next)
    {
        Volatile.Write(ref _current, next);
        if (next.IsFinished && next.Result is null)
        {
            DropBatches();
        }
    }

    private void DropBatches() => (_first, _others) = (null, null);
}
