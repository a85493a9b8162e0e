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
    public const int BeatsInLease = 5;

    private const int LeasesTold = 20;

    private static readonly TimeSpan Reminder = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LeastSteady = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<StatementOwner, RedisLease> _own = new();
    private readonly ConcurrentDictionary<StatementOwner, AliveUntil> _others = new();
    private readonly Dictionary<string, long> _told = new(StringComparer.Ordinal);
    private readonly object _gate = new();
    private Task _beating = Task.CompletedTask;
    private Thread? _thread;
    private bool _isDisposed;
    private long _steadySince;
    private long _lastBeat;
    private long _lostAt;

    /// <summary>Called at each beat that Redis has answered.</summary>
    public event Func<Task>? Beat;

    /// <summary>Called when Redis has lost what it held.</summary>
    public event Action? Lost;

    /// <summary>When Redis was found to have lost what it held, as a timestamp of the system's clock; 0 when it has not.</summary>
    public long LostAt => Interlocked.Read(ref _lostAt);

    private TimeSpan Interval => lease / BeatsInLease;

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
    public async ValueTask EnteredAsync(StatementOwner owner, TimeSpan limit)
    {
        if (_own.TryGetValue(owner, out var own) && !own.Entered.IsCompletedSuccessfully)
        {
            try
            {
                await own.Entered.WaitAsync(limit, TimeProvider.System).ConfigureAwait(false);
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
            (key, Member: (RedisValue)NameOf(owner)),
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
        || (IsBeating(TimeProvider.System.GetTimestamp())
            && TimeProvider.System.GetElapsedTime(Interlocked.Read(ref _steadySince)) >= (lease / 3 > LeastSteady ? lease / 3 : LeastSteady));

    private static string NameOf(StatementOwner owner) => $"{owner.Incarnation:N} {owner.Instance}";

    private Thread Start()
    {
        var thread = new Thread(BeatUntilDisposed) { IsBackground = true, Name = "Mockhaus.Statements.Redis leases" };
        thread.UnsafeStart();
        return thread;
    }

    private void BeatUntilDisposed()
    {
        while (!Volatile.Read(ref _isDisposed))
        {
            var begun = TimeProvider.System.GetTimestamp();
            var beating = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            RedisLease[] owners;
            lock (_gate)
            {
                (owners, _beating) = ([.. _own.Values], beating.Task);
            }

            if (owners.Length > 0)
            {
                TryBeat(owners);
            }

            beating.SetResult();

            Pause(Interval - TimeProvider.System.GetElapsedTime(begun));
        }
    }

    /// <summary>A beat that was long in coming, or long under way, may have let leases run out, others' too.</summary>
    private bool IsBeating(long now) =>
        Interlocked.Read(ref _lastBeat) is not 0 and var last && TimeProvider.System.GetElapsedTime(last, now) <= lease / 2;

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

    private void TryBeat(RedisLease[] owners)
    {
        foreach (var own in owners)
        {
            own.IsTried = true;
        }

        try
        {
            var (last, sent) = (Interlocked.Read(ref _lastBeat), TimeProvider.System.GetTimestamp());
            var answer = (RedisValue[])RedisScript.Heartbeat.Run(
                calls.Database,
                [key],
                [(long)lease.TotalMilliseconds, (long)(lease * LeasesTold).TotalMilliseconds, .. owners.Select(own => (RedisValue)NameOf(own.Owner))])!;
            var now = TimeProvider.System.GetTimestamp();
            if (!IsBeating(now))
            {
                Interlocked.Exchange(ref _steadySince, now);
            }

            Interlocked.Exchange(ref _lastBeat, now);
            for (var i = 0; i < owners.Length; i++)
            {
                NoteBeat(owners[i], wasKnown: (int)answer[i] == 1, isRecent: last != 0 && TimeProvider.System.GetElapsedTime(last, sent) < lease * LeasesTold);
            }

            Tell(answer.AsSpan(owners.Length));
            _ = Beat?.Invoke();
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

    private void NoteBeat(RedisLease own, bool wasKnown, bool isRecent)
    {
        if (own.Entered.IsCompletedSuccessfully && !wasKnown && isRecent)
        {
            // Also one that has run out is kept for longer than that, and nobody else takes it away.
            Interlocked.Exchange(ref _lostAt, TimeProvider.System.GetTimestamp());
            RedisLog.DataLost(logger);
            Lost?.Invoke();
        }

        own.Enter();
    }

    /// <summary>Tells of owners that are dead; again after a while, because what was done about the first word may have failed.</summary>
    private void Tell(ReadOnlySpan<RedisValue> dead)
    {
        var isNew = false;
        var now = TimeProvider.System.GetTimestamp();
        foreach (var owner in dead)
        {
            var name = (string)owner!;
            if (IsSteady && (!_told.TryGetValue(name, out var told) || TimeProvider.System.GetElapsedTime(told, now) > Reminder))
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

    private async ValueTask LeaveAsync(StatementOwner owner)
    {
        Task beating;
        lock (_gate)
        {
            _own.TryRemove(owner, out _);
            beating = _beating;
        }

        try
        {
            // After a beat that is under way and has him still: it would bring him back.
            await beating.WaitAsync(LeaveLimit, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await calls.Database.SortedSetRemoveAsync(key, NameOf(owner)).WaitAsync(LeaveLimit, TimeProvider.System).ConfigureAwait(false);
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
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _isLeft;

        public StatementOwner Owner => owner;

        public Task Entered => _entered.Task;

        /// <summary>Whether it was asked for already: a new one does not wait for the next beat.</summary>
        public bool IsTried { get; set; }

        public Exception? Failure { get; set; }

        public void Enter() => _entered.TrySetResult();

        public void Lost()
        {
            if (Volatile.Read(ref _isLeft) == 0)
            {
                lost();
            }
        }

        public ValueTask DisposeAsync() => Interlocked.Exchange(ref _isLeft, 1) == 0 ? owners.LeaveAsync(owner) : ValueTask.CompletedTask;
    }
}
