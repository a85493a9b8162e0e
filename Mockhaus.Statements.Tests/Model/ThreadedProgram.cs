using System.Collections.Concurrent;
using Mockhaus.Statements.Tests.Conformance;
using Mockhaus.Statements.Tests.DuckDb;

namespace Mockhaus.Statements.Tests.Model;

/// <summary>Random calls from several threads at once; what they were told is looked through when all is over.</summary>
internal sealed class ThreadedProgram : IAsyncDisposable
{
    private const int Threads = 4;
    private const string Quiet = "ann";
    private static readonly string[] Sessions = [Quiet, "bob"];
    private static readonly TimeSpan Safety = TimeSpan.FromSeconds(30);

    private readonly int _seed;
    private readonly TimerCountingClock _clock;
    private readonly IStatementStore _inner;
    private readonly EndCountingStore _store;
    private readonly GatedExecutor _executor = new(static () => { });
    private readonly Schedule _schedule = new();
    private readonly Verbs _verbs;
    private readonly ConcurrentQueue<ThreadedCall> _calls = new();
    private readonly ConcurrentQueue<(StatementHandle Handle, string Session)> _handles = new();
    private long _order;

    public ThreadedProgram(int seed, TimerCountingClock clock, MockhausStatementsOptions options, IStatementStore inner)
    {
        (_seed, _clock, _inner, _store) = (seed, clock, inner, new(new YieldingStore(inner)));
        _verbs = new(_store, _executor, options, clock);
        clock.Changed = _schedule.Changed;
    }

    public IEnumerable<string> History => _calls.OrderBy(call => call.Begin).Select(call => $"{call}");

    public ValueTask DisposeAsync()
    {
        _executor.Open();
        return _verbs.DisposeAsync();
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
        _executor.Open();
        foreach (var session in Sessions)
        {
            await CallAsync(Threads, ModelVerb.EndSession, session, default, async () => await _verbs.EndSessionAsync(session));
        }

        await Task.WhenAll(waits).WaitAsync(Safety);
        await _verbs.DisposeAsync();
        new ThreadedChecks([.. _calls], Quiet).Check();
        await CheckNothingIsLeftAsync();
    }

    private Task StepAsync(int thread, Random random, ConcurrentQueue<Task> waits)
    {
        var session = Sessions[random.Next(Sessions.Length)];
        var known = _handles.ToArray();
        var (handle, owner) = known.Length == 0 ? default : known[Math.Max(0, known.Length - 1 - random.Next(6))];
        session = random.Next(12) == 0 ? session : owner ?? session;
        switch (random.Next(100))
        {
            case < 25:
                return SubmitAsync(thread, random);
            case < 50:
                Tell(random, known);
                return Task.CompletedTask;
            case < 62:
                return CallAsync(thread, ModelVerb.Cancel, session, handle, async () => await _verbs.CancelAsync(session, handle));
            case < 74:
                return CallAsync(thread, ModelVerb.Get, session, handle, async () => await _verbs.GetAsync(session, handle));
            case < 80:
                waits.Enqueue(CallAsync(
                    thread, ModelVerb.Wait, session, handle, async () => await _verbs.WaitAsync(session, handle, Timeout.InfiniteTimeSpan)));
                return Task.CompletedTask;
            case < 86:
                return CallAsync(thread, ModelVerb.ReadRows, session, handle, async () => await _verbs.ReadRowsAsync(session, handle));
            case < 91:
                return CallAsync(thread, ModelVerb.List, session, default, async () => await _verbs.ListAsync(session));
            case < 94 when session != Quiet:
                return CallAsync(thread, ModelVerb.Release, session, handle, async () => await _verbs.ReleaseAsync(session, handle));
            case < 95 when session != Quiet:
                return CallAsync(thread, ModelVerb.EndSession, session, default, async () => await _verbs.EndSessionAsync(session));
            default:
                _clock.Advance(TimeSpan.FromSeconds(2));
                return Task.CompletedTask;
        }
    }

    private async Task SubmitAsync(int thread, Random random)
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
            thread, ModelVerb.Submit, session, request.Handle.Value, async () => await _verbs.SubmitAsync(session, request), request);
        if (call.Answer is Statement statement)
        {
            _handles.Enqueue((statement.Handle, session));
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
            Require(_store.EndsOf(handle) == 1, $"{handle} has ended {_store.EndsOf(handle)} times");
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
