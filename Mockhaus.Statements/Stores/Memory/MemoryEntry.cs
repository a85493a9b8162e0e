using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Stores.Memory;

/// <summary>One statement and its batches. All changes are made under the lock of the entry, which is the entry itself to save
/// memory.</summary>
internal sealed class MemoryEntry(Statement statement)
{
    private Statement _current = statement;

    // Most results have one batch, and a dictionary is larger than the field.
    private ResultBatch? _first;
    private Dictionary<int, ResultBatch>? _others;
    private bool _removed;

    /// <summary>The current state. Reading it needs no lock: the record is immutable and replaced as a whole.</summary>
    public Statement Current => Volatile.Read(ref _current);

    /// <summary>Whether it is being removed, and its batches are gone: it must not be found any more.</summary>
    public bool IsRemoved => Volatile.Read(ref _removed);

    /// <summary>Replaces the statement at its expected version; calls <paramref name="finished"/> under the lock when it finishes with
    /// that.</summary>
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

    /// <summary>The current state, read under the lock, for a decision that depends on the expiry: no refresh that began before is still
    /// in progress.</summary>
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
            // The clock is read under the lock: with an earlier time, a statement that was found expired meanwhile could be refreshed.
            if (_current.Version == expectedVersion && expiresAt > _current.ExpiresAt && !_current.IsExpiredAt(timeProvider.GetUtcNow()))
            {
                Volatile.Write(ref _current, _current with { ExpiresAt = expiresAt });
            }
        }
    }

    public bool TryWrite(ResultBatch batch)
    {
        // Copied before the lock is taken, so that a reader does not wait for a copy of some megabytes.
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

    /// <summary>Replaces an expired statement by its tombstone, once.</summary>
    public bool TryExpire(DateTimeOffset now)
    {
        lock (this)
        {
            // A tombstone has an empty text; a released statement is one since its release.
            if (!_current.IsExpiredAt(now) || (_current.Sql.Length == 0 && _current.Result is null))
            {
                return false;
            }

            Set(_current.ToTombstone());
            return true;
        }
    }

    /// <summary>Removes the statement, once, if the condition holds: a caller that still has the entry can change nothing any
    /// more.</summary>
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
