using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Mockhaus.Statements.Redis;

/// <summary>The leases of those who run statements, by the clock of Redis.</summary>
/// <remarks>
/// One sorted set has them all, scored by when each ends. A thread of its own renews those of this process, so that a busy thread
/// pool does not let them run out, five times in the time that they hold. Whoever has had no answer for a while does not take
/// others for dead before he has heard from Redis for a third of that time: after an outage they have to come back first.
/// </remarks>
internal sealed class RedisLeases(RedisCalls calls, RedisKey key, TimeSpan lease, ILogger logger) : IAsyncDisposable
{
    /// <summary>How many signs of life are given in the time of a lease.</summary>
    public const int RenewalsPerLease = 5;

    private const int DeadOwnerLeases = 20;

    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LeastSteady = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReleaseLimit = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<StatementOwner, RedisLease> _own = new();
    private readonly ConcurrentDictionary<StatementOwner, AliveUntil> _others = new();
    private readonly Dictionary<string, long> _told = new(StringComparer.Ordinal);
    private readonly object _gate = new();
    private Task _renewing = Task.CompletedTask;
    private Thread? _thread;
    private bool _isDisposed;
    private long _steadySince;
    private long _lastRenewal;
    private long _lostAt;

    /// <summary>Called at each beat that Redis has answered.</summary>
    public event Func<Task>? Renewed;

    /// <summary>Called when Redis has lost what it held.</summary>
    public event Action? Lost;

    /// <summary>When Redis was found to have lost what it held, as a timestamp of the system's clock; 0 when it has not.</summary>
    public long LostAt => Interlocked.Read(ref _lostAt);

    private TimeSpan Interval => lease / RenewalsPerLease;

    /// <summary>Whether a statement is one of an owner of this process, or of nobody.</summary>
    public bool IsOwn(StatementOwner? owner) => owner is null || _own.ContainsKey(owner);

    public IAsyncDisposable AcquireLease(StatementOwner owner, Action lost)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var own = _own[owner] = new RedisLease(this, owner, lost);
            _thread ??= Start();
            Monitor.PulseAll(_gate);
            return own;
        }
    }

    /// <summary>Waits until an owner of this process has its lease: a statement of his must not be found before.</summary>
    /// <exception cref="StatementStoreException">Redis does not give it.</exception>
    public async ValueTask WaitForLeaseAsync(StatementOwner owner, TimeSpan limit)
    {
        if (_own.TryGetValue(owner, out var own) && !own.Acquired.IsCompletedSuccessfully)
        {
            try
            {
                await own.Acquired.WaitAsync(limit, TimeProvider.System).ConfigureAwait(false);
            }
            catch (TimeoutException exception)
            {
                throw RedisErrors.Failed("enter", null, own.Failure ?? exception);
            }
        }
    }

    public async ValueTask<bool> IsAliveAsync(StatementOwner owner, CancellationToken cancellationToken)
    {
        if (_own.ContainsKey(owner) || (_others.TryGetValue(owner, out var known) && known.Holds))
        {
            return true;
        }

        var asked = TimeProvider.System.GetTimestamp();
        var left = (long)await calls.CallAsync(
            "ask for the owner of a statement in",
            null,
            (key, Member: (RedisValue)ToMember(owner)),
            static (database, call) => RedisScript.Lease.RunAsync(database, [call.key], [call.Member]),
            cancellationToken).ConfigureAwait(false);
        if (left > 0)
        {
            // Not until it runs out: it may be given back before.
            _others[owner] = new(asked, TimeSpan.FromMilliseconds(Math.Min(left, Interval.TotalMilliseconds)));
            return true;
        }

        _others.TryRemove(owner, out _);
        return !IsSteady;
    }

    public async ValueTask DisposeAsync()
    {
        // The thread may be waiting for an answer of Redis, for as long as the connection's time limit; nobody waits for that.
        lock (_gate)
        {
            _isDisposed = true;
            Monitor.PulseAll(_gate);
        }

        foreach (var own in _own.Values)
        {
            await own.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Whether Redis has answered for long enough, and still does, that others would have renewed their leases, if they were alive.
    /// Without owners here, nobody knows.</summary>
    private bool IsSteady => _own.IsEmpty
        || (IsRenewing(TimeProvider.System.GetTimestamp())
            && TimeProvider.System.GetElapsedTime(Interlocked.Read(ref _steadySince)) >= (lease / 3 > LeastSteady ? lease / 3 : LeastSteady));

    private static string ToMember(StatementOwner owner) => $"{owner.Incarnation:N} {owner.Instance}";

    private Thread Start()
    {
        var thread = new Thread(RenewUntilDisposed) { IsBackground = true, Name = "Mockhaus.Statements.Redis leases" };
        thread.UnsafeStart();
        return thread;
    }

    private void RenewUntilDisposed()
    {
        while (!Volatile.Read(ref _isDisposed))
        {
            var begun = TimeProvider.System.GetTimestamp();
            var renewing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            RedisLease[] owners;
            lock (_gate)
            {
                (owners, _renewing) = ([.. _own.Values], renewing.Task);
            }

            if (owners.Length > 0)
            {
                TryRenew(owners);
            }

            renewing.SetResult();

            Pause(Interval - TimeProvider.System.GetElapsedTime(begun));
        }
    }

    /// <summary>A beat that was long in coming, or long under way, may have let leases run out, others' too.</summary>
    private bool IsRenewing(long now) =>
        Interlocked.Read(ref _lastRenewal) is not 0 and var last && TimeProvider.System.GetElapsedTime(last, now) <= lease / 2;

    /// <summary>Until the next beat is due, or somebody has come who needs one now.</summary>
    private void Pause(TimeSpan pause)
    {
        lock (_gate)
        {
            if (!_isDisposed && pause > TimeSpan.Zero && _own.Values.All(own => own.IsTried))
            {
                Monitor.Wait(_gate, pause);
            }
        }
    }

    private void TryRenew(RedisLease[] owners)
    {
        foreach (var own in owners)
        {
            own.IsTried = true;
        }

        try
        {
            var (last, sent) = (Interlocked.Read(ref _lastRenewal), TimeProvider.System.GetTimestamp());
            var answer = (RedisValue[])RedisScript.Heartbeat.Run(
                calls.Database,
                [key],
                [(long)lease.TotalMilliseconds, (long)(lease * DeadOwnerLeases).TotalMilliseconds, .. owners.Select(own => (RedisValue)ToMember(own.Owner))])!;
            var now = TimeProvider.System.GetTimestamp();
            if (!IsRenewing(now))
            {
                Interlocked.Exchange(ref _steadySince, now);
            }

            Interlocked.Exchange(ref _lastRenewal, now);
            for (var i = 0; i < owners.Length; i++)
            {
                NoteRenewal(owners[i], wasKnown: (int)answer[i] == 1, isRecent: last != 0 && TimeProvider.System.GetElapsedTime(last, sent) < lease * DeadOwnerLeases);
            }

            Tell(answer.AsSpan(owners.Length));
            _ = Renewed?.Invoke();
        }
        catch (Exception exception)
        {
            RedisLog.BeatFailed(logger, exception);
            foreach (var own in owners)
            {
                own.Failure = exception;
            }
        }
    }

    private void NoteRenewal(RedisLease own, bool wasKnown, bool isRecent)
    {
        if (own.Acquired.IsCompletedSuccessfully && !wasKnown && isRecent)
        {
            // Also one that has run out is kept for longer than that, and nobody else takes it away.
            Interlocked.Exchange(ref _lostAt, TimeProvider.System.GetTimestamp());
            RedisLog.DataLost(logger);
            Lost?.Invoke();
        }

        own.SetAcquired();
    }

    /// <summary>Tells of owners that are dead; again after a while, because what was done about the first word may have failed.</summary>
    private void Tell(ReadOnlySpan<RedisValue> dead)
    {
        var isNew = false;
        var now = TimeProvider.System.GetTimestamp();
        foreach (var owner in dead)
        {
            var name = (string)owner!;
            if (IsSteady && (!_told.TryGetValue(name, out var told) || TimeProvider.System.GetElapsedTime(told, now) > ReportInterval))
            {
                _told[name] = now;
                isNew = true;
            }
        }

        if (dead.IsEmpty)
        {
            _told.Clear();
        }

        if (isNew)
        {
            foreach (var own in _own.Values)
            {
                own.Lost();
            }
        }
    }

    private async ValueTask ReleaseAsync(StatementOwner owner)
    {
        Task renewing;
        lock (_gate)
        {
            _own.TryRemove(owner, out _);
            renewing = _renewing;
        }

        try
        {
            // After a beat that is under way and has him still: it would bring him back.
            await renewing.WaitAsync(ReleaseLimit, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await calls.Database.SortedSetRemoveAsync(key, ToMember(owner)).WaitAsync(ReleaseLimit, TimeProvider.System).ConfigureAwait(false);
        }
        catch (Exception exception) when (RedisErrors.IsRedis(exception))
        {
            // It runs out by itself.
            RedisLog.BeatFailed(logger, exception);
        }
    }

    private readonly record struct AliveUntil(long Asked, TimeSpan Left)
    {
        public bool Holds => TimeProvider.System.GetElapsedTime(Asked) < Left;
    }

    /// <summary>The lease of an owner of this process.</summary>
    private sealed class RedisLease(RedisLeases owners, StatementOwner owner, Action lost) : IAsyncDisposable
    {
        private readonly TaskCompletionSource _acquired = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _isReleased;

        public StatementOwner Owner => owner;

        public Task Acquired => _acquired.Task;

        /// <summary>Whether it was asked for already: a new one does not wait for the next beat.</summary>
        public bool IsTried { get; set; }

        public Exception? Failure { get; set; }

        public void SetAcquired() => _acquired.TrySetResult();

        public void Lost()
        {
            if (Volatile.Read(ref _isReleased) == 0)
            {
                lost();
            }
        }

        public ValueTask DisposeAsync() => Interlocked.Exchange(ref _isReleased, 1) == 0 ? owners.ReleaseAsync(owner) : ValueTask.CompletedTask;
    }
}
