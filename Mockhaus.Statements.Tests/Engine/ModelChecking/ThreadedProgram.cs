using System.Collections.Concurrent;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Engine.Servers;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine.ModelChecking;

/// <summary>Random calls from several threads at once; what they were told is looked through when all is over.</summary>
/// <remarks>
/// With several servers each call goes to one of them, hints are delivered, lost or late, and now and then a server is found dead
/// until it adds its next statement: what it ran is ended then, and it must not know better. Every second program has memory before each server's store.
/// </remarks>
internal sealed class ThreadedProgram : IAsyncDisposable
{
    private const int Threads = 4;
    private const string Quiet = "ann";
    private static readonly string[] Sessions = [Quiet, "bob"];
    private static readonly TimeSpan Safety = TimeSpan.FromSeconds(30);

    private readonly int _seed;
    private readonly TimerCountingClock _clock;
    private readonly IStatementStore _inner;
    private readonly EndCountingStore _counting;
    private readonly YieldingStore _store;
    private readonly GatedExecutor _executor = new(static () => { });
    private readonly Schedule _schedule = new();
    private readonly SharedFarm _farm;
    private readonly IReadOnlyList<HybridStatementStore> _near;
    private readonly IReadOnlyList<Verbs> _servers;
    private readonly ConcurrentQueue<StatementOwner> _leases = new();
    private readonly ConcurrentQueue<ThreadedCall> _calls = new();
    private readonly ConcurrentQueue<(StatementHandle Handle, string Session)> _handles = new();
    private long _order;

    public ThreadedProgram(int seed, TimerCountingClock clock, MockhausStatementsOptions options, IStatementStore inner, int servers, int faults)
    {
        (_seed, _clock, _inner, _counting) = (seed, clock, inner, new(inner));
        _store = new(_counting) { Faults = faults };
        _farm = new(_store, clock);
        _near = servers > 1 && seed % 2 == 0
            ? [.. Enumerable.Range(0, servers).Select(_ => new HybridStatementStore(new SharedStore(_farm), null, clock))]
            : [];
        _servers =
        [
            .. Enumerable.Range(0, servers).Select(number => new Verbs(
                servers == 1 ? _store : _near.Count > 0 ? _near[number] : new SharedStore(_farm), _executor, options, clock)),
        ];
        clock.Changed = _schedule.Changed;
    }

    public IEnumerable<string> History => _calls.OrderBy(call => call.Begin).Select(call => $"{call}");

    /// <summary>What cancels were told and which errors were seen.</summary>
    public IEnumerable<string> Happened => _calls.Select(call => call.Answer).OfType<CancelResult>().Select(outcome => $"{outcome.Status}")
        .Concat(_calls.SelectMany(call => call.Shown).Select(statement => statement.Error?.Code).OfType<string>())
        .Concat(_calls.Select(call => call.Thrown?.GetType().Name).OfType<string>());

    public async ValueTask DisposeAsync()
    {
        _executor.Open();
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        foreach (var near in _near)
        {
            near.Dispose();
        }
    }

    public async Task RunAsync(int steps)
    {
        var waits = new ConcurrentQueue<Task>();
        await Race.RunAsync(Threads, async thread =>
        {
            var random = new Random((_seed * Threads) + thread);
            for (var step = 0; step < steps; step++)
            {
                await StepAsync(thread, random, waits);
            }

            return true;
        });
        var faults = _store.Faults;
        _store.Faults = 0;
        _executor.Open();
        foreach (var session in Sessions)
        {
            await CallAsync(Threads, ModelVerb.EndSession, session, default, async () => await _servers[0].EndSessionAsync(session));
        }

        await EndAsync(Task.WhenAll(waits), mustMoveClock: faults > 0 || _servers.Count > 1);
        await DisposeAsync();
        new ThreadedChecks([.. _calls], Quiet, _servers.Count, losesWrites: faults > 0).Check();
        await CheckNothingIsLeftAsync();
    }

    /// <summary>
    /// Waits for the waiters. Those for a statement on another server may have to wait for the clock, as a hint can be lost; and
    /// those for an end that the store did not take, as it is tried again.
    /// </summary>
    private async Task EndAsync(Task waits, bool mustMoveClock)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (mustMoveClock && !waits.IsCompleted && TimeProvider.System.GetElapsedTime(begun) < Safety)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }

        await waits.WaitAsync(Safety);
    }

    private Task StepAsync(int thread, Random random, ConcurrentQueue<Task> waits)
    {
        var session = Sessions[random.Next(Sessions.Length)];
        var known = _handles.ToArray();
        var (handle, owner) = known.Length == 0 ? default : known[Math.Max(0, known.Length - 1 - random.Next(6))];
        session = random.Next(12) == 0 ? session : owner ?? session;
        var verbs = _servers[random.Next(_servers.Count)];
        if (_servers.Count > 1)
        {
            Disturb(random);
        }

        switch (random.Next(100))
        {
            case < 25:
                return SubmitAsync(thread, random, verbs);
            case < 50:
                Tell(random, known);
                return Task.CompletedTask;
            case < 62:
                return CallAsync(thread, ModelVerb.Cancel, session, handle, async () => await verbs.CancelAsync(session, handle));
            case < 74:
                return CallAsync(thread, ModelVerb.Get, session, handle, async () => await verbs.GetAsync(session, handle));
            case < 80:
                waits.Enqueue(CallAsync(
                    thread, ModelVerb.Wait, session, handle, async () => await verbs.WaitAsync(session, handle, Timeout.InfiniteTimeSpan)));
                return Task.CompletedTask;
            case < 86:
                return CallAsync(thread, ModelVerb.ReadRows, session, handle, async () => await verbs.ReadRowsAsync(session, handle));
            case < 91:
                return CallAsync(thread, ModelVerb.List, session, default, async () => await verbs.ListAsync(session));
            case < 94 when session != Quiet:
                return CallAsync(thread, ModelVerb.Release, session, handle, async () => await verbs.ReleaseAsync(session, handle));
            case < 95 when session != Quiet:
                return CallAsync(thread, ModelVerb.EndSession, session, default, async () => await verbs.EndSessionAsync(session));
            default:
                _clock.Advance(TimeSpan.FromSeconds(2));
                return Task.CompletedTask;
        }
    }

    private async Task SubmitAsync(int thread, Random random, Verbs verbs)
    {
        var session = Sessions[random.Next(Sessions.Length)];
        var request = new StatementRequest
        {
            Handle = StatementHandle.New(_clock),
            Sql = GatedExecutor.SqlOf(3, stubborn: false),
            RequestId = random.Next(2) == 0 ? $"r{random.Next(4)}" : null,
            Timeout = random.Next(3) == 0 ? TimeSpan.FromSeconds(1 + random.Next(20)) : null,
        };
        var call = await CallAsync(
            thread, ModelVerb.Submit, session, request.Handle.Value, async () => await verbs.SubmitAsync(session, request), request);
        if (call.Answer is Statement statement)
        {
            _handles.Enqueue((statement.Handle, session));
            _leases.Enqueue(statement.Owner!);
        }
    }

    private void Disturb(Random random)
    {
        switch (random.Next(20))
        {
            case < 3:
                _farm.Hints = (HintFate)random.Next(3);
                break;
            case 3:
                _farm.DeliverKept();
                break;
            case 4 when _leases.TryDequeue(out var owner):
                _farm.TakeForDead(owner);
                break;
            default:
                break;
        }
    }

    private void Tell(Random random, (StatementHandle Handle, string Session)[] known)
    {
        var waiting = known.Where(one => _executor.IsAtGate(one.Handle)).ToList();
        if (waiting.Count > 0)
        {
            _executor.Tell(waiting[random.Next(waiting.Count)].Handle, random.Next(4) == 0 ? ModelEnd.Fail : ModelEnd.Finish);
        }
    }

    private async Task<ThreadedCall> CallAsync(
        int thread, ModelVerb verb, string session, StatementHandle handle, Func<Task<object?>> run, StatementRequest? request = null)
    {
        var call = new ThreadedCall(thread, verb, session, handle, request) { Begin = Interlocked.Increment(ref _order) };
        try
        {
            var answer = await run();
            call = call with { Answer = answer, End = Interlocked.Increment(ref _order) };
        }
        catch (Exception exception)
        {
            call = call with { Thrown = exception, End = Interlocked.Increment(ref _order) };
        }

        _calls.Enqueue(call);
        return call;
    }

    private async Task CheckNothingIsLeftAsync()
    {
        foreach (var (handle, _) in _handles)
        {
            Require(_counting.EndsOf(handle) == 1, $"{handle} has ended {_counting.EndsOf(handle)} times");
            Require(await _inner.FindAsync(handle, default) is null, $"{handle} is left");
            Require(await _inner.ReadBatchAsync(handle, 0, default) is null, $"a batch of {handle} is left");
        }

        Require(_executor.InsideCount == 0, "an executor is still at work");
        await _schedule.UntilAsync(() => _clock.LiveTimers == 0 ? null : $"none of {_clock.LiveTimers} timers is left");
    }

    private static void Require(bool holds, string text)
    {
        if (!holds)
        {
            throw new ModelException(text);
        }
    }
}
