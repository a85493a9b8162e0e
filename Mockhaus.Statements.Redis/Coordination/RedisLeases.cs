using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Mockhaus.Statements.Redis;

/// <summary>The leases of the owners of statements, by the clock of Redis.</summary>
/// <remarks>
/// One sorted set has all leases, scored by their ends. A thread of its own renews those of this process, so that a busy thread
/// pool does not let them expire, five times in the duration of a lease. A process that had no answer for a while does not take
/// others for dead before Redis has answered for a third of that duration: after an outage the others have to reconnect first.
/// </remarks>
internal sealed class RedisLeases(RedisCalls calls, RedisKey key, TimeSpan lease, ILogger logger) : IAsyncDisposable
{
    /// <summary>How often a lease is renewed in its duration.</summary>
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

    /// <summary>Raised after each heartbeat that Redis has answered.</summary>
    public event Func<Task>? Renewed;

    /// <summary>Raised when Redis has lost its data.</summary>
    public event Action? Lost;

    /// <summary>When Redis was found to have lost its data, as a timestamp of the system's clock; 0 when it has not.</summary>
    public long LostAt => Interlocked.Read(ref _lostAt);

    private TimeSpan Interval => lease / RenewalsPerLease;

    /// <summary>Whether an owner is one of this process, or there is none.</summary>
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

    /// <summary>Waits until an owner of this process has its lease: its statements must not be found before.</summary>
    /// <exception cref="StatementStoreException">The lease was not acquired in time.</exception>
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
            // Not until it expires: it may be released before.
            _others[owner] = new(asked, TimeSpan.FromMilliseconds(Math.Min(left, Interval.TotalMilliseconds)));
            return true;
        }

        _others.TryRemove(owner, out _);
        return !IsSteady;
    }

    public async ValueTask DisposeAsync()
    {
        // The thread may be waiting for an answer of Redis until the timeout of the connection; the disposal does not wait for that.
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

    /// <summary>Whether Redis has answered for so long, and still does, that others would have renewed their leases if they were alive.
    /// Without owners in this process it is not known, and taken to be so.</summary>
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

    /// <summary>Whether the last heartbeat was recent. After a longer pause leases may have expired, those of others too.</summary>
    private bool IsRenewing(long now) =>
        Interlocked.Read(ref _lastRenewal) is not 0 and var last && TimeProvider.System.GetElapsedTime(last, now) <= lease / 2;

    /// <summary>Waits until the next heartbeat is due, or an owner was added that needs one now.</summary>
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
            RedisLog.HeartbeatFailed(logger, exception);
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
            // An expired lease is kept for longer than that, and no other process removes it.
            Interlocked.Exchange(ref _lostAt, TimeProvider.System.GetTimestamp());
            RedisLog.DataLost(logger);
            Lost?.Invoke();
        }

        own.SetAcquired();
    }

    /// <summary>Reports owners that are dead; again after a while, because the work that followed the first report may have
    /// failed.</summary>
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
            // After a heartbeat that is in progress and has this owner: it would renew the lease again.
            await renewing.WaitAsync(ReleaseLimit, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await calls.Database.SortedSetRemoveAsync(key, ToMember(owner)).WaitAsync(ReleaseLimit, TimeProvider.System).ConfigureAwait(false);
        }
        catch (Exception exception) when (RedisErrors.IsRedis(exception))
        {
            // The lease expires by itself.
            RedisLog.HeartbeatFailed(logger, exception);
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

        /// <summary>Whether a heartbeat with it was sent: a new lease does not wait for the next one.</summary>
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
