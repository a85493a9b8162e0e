using System.Globalization;
using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine.ModelChecking;

/// <summary>
/// One random program: verbs are called while others stand still in the middle of a call of the store, and the seed decides
/// who goes on. Everything comes to rest after each step, so that the same seed does the same each time.
/// </summary>
internal sealed partial class ModelProgram : IAsyncDisposable
{
    private const int Workers = 2;
    private static readonly string[] Sessions = ["ann", "bob", "cem"];

    private readonly Random _random;
    private readonly double _patience;
    private readonly TimerCountingClock _clock;
    private readonly MockhausStatementsOptions _options;
    private readonly IStatementStore _inner;
    private readonly Schedule _schedule = new();
    private readonly ScheduledStore _store;
    private readonly StoreModel _model;
    private readonly AnswerChecks _checks;
    private readonly GatedExecutor _executor;
    private readonly Verbs _verbs;
    private readonly List<ModelOperation> _underWay = [];
    private readonly List<string> _answers = [];
    private int _operations;

    public ModelProgram(int seed, TimerCountingClock clock, MockhausStatementsOptions options, IStatementStore inner)
    {
        (_random, _clock, _options, _inner) = (new(seed), clock, options, inner);

        // From programs that do nearly one thing after the other to those that leave most calls standing.
        _patience = new[] { 0.5, 0.75, 0.97 }[_random.Next(3)];
        _model = new(options, clock);
        _checks = new(_model, options);
        _store = new(inner, _schedule, _model);
        _executor = new(_schedule.Changed);
        clock.Changed = _schedule.Changed;
        _verbs = new(_store, _executor, options, clock);
    }

    public static MockhausStatementsOptions Options => new()
    {
        Retention =
        {
            DefaultTimeToLive = TimeSpan.FromMinutes(10),
            MaxTimeToLive = TimeSpan.FromMinutes(25),
            TombstoneRetention = TimeSpan.FromMinutes(15),

            // The program sweeps by itself, so that it can stop a sweep in the middle.
            CleanupInterval = TimeSpan.FromDays(49),
        },
        Limits = { MaxConcurrentStatements = Workers, MaxQueuedStatements = 4 },
        Results = { ResultBatchSize = 2, InlineResultBytes = 0 },
    };

    public IReadOnlyCollection<string> History => _model.History;

    /// <summary>How statements ended and what verbs answered: what a run has to have seen.</summary>
    public IEnumerable<string> Happened => _model.Stored
        .Select(statement => $"{statement.Final?.Status} {statement.Final?.Error?.Code} by {statement.Winner?.Verb}".TrimEnd())
        .Concat(_answers);

    public async Task RunAsync(int steps)
    {
        await QuietAsync();
        for (var step = 0; step < steps; step++)
        {
            await StepAsync();
            await QuietAsync();
        }

        if (_random.Next(4) == 0)
        {
            await DisposeWithLiveOnesAsync();
        }
        else
        {
            await EndAllSessionsAsync();
        }

        await CheckNothingIsLeftAsync();
    }

    public ValueTask DisposeAsync()
    {
        _schedule.Open();
        _executor.Open();
        return _verbs.DisposeAsync();
    }

    /// <summary>Waits until nothing moves any more, and looks at what has been answered.</summary>
    private async Task QuietAsync()
    {
        await _schedule.UntilAsync(Awaited);
        foreach (var statement in _model.Stored)
        {
            var view = statement.ViewAt(_model.Now, _options.Retention.TombstoneRetention);
            _model.Require(view != ModelView.Visible || statement.LastView != ModelView.Expired, $"{statement.Name} is {view} after it was {statement.LastView}");
            statement.LastView = view;
        }

        foreach (var operation in _underWay)
        {
            _checks.Observe(operation);
        }

        foreach (var operation in _underWay.Where(operation => operation.Answer.IsCompleted).ToList())
        {
            _underWay.Remove(operation);
            _checks.Check(operation);
            _answers.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{operation.Verb} -> {operation.Answer.Exception?.InnerException?.GetType().Name ?? Kind(operation.Answer.Result)}"));
        }

        if (_model.Violations.FirstOrDefault() is { } violated)
        {
            throw new ModelException(violated);
        }
    }

    private static string Kind(object? answer) => answer switch
    {
        CancelResult outcome => $"{outcome.Status}",
        Statement statement => $"{statement.Status}",
        null => "nothing",
        bool released => $"{released}",
        _ => answer.GetType().Name,
    };

    /// <summary>What has to happen by itself, on whatever thread, before the next step.</summary>
    private string? Awaited()
    {
        var parked = _schedule.Parked;
        if (_underWay.Find(operation => !operation.Answer.IsCompleted && !IsAsleep(operation) && !parked.Any(visit => visit.Operation == operation)) is { } moving)
        {
            return $"{moving} returns, or calls the store";
        }

        var byWorkers = parked.Where(visit => visit.Operation is null).Select(visit => visit.Target!).ToHashSet();
        foreach (var statement in _model.Stored)
        {
            var (isInside, isAtGate) = (_executor.IsInside(statement.Handle), _executor.IsAtGate(statement.Handle));
            if (statement.IsEnded && isAtGate && !IsStubborn(statement))
            {
                return $"the executor of {statement.Name} is told to stop";
            }

            if (!isAtGate && !byWorkers.Contains(statement) && (isInside || statement is { IsTaken: true, IsEnded: false }))
            {
                return $"the worker of {statement.Name} goes on to its next call";
            }
        }

        var busy = _model.Stored.Count(statement => byWorkers.Contains(statement) || _executor.IsInside(statement.Handle));
        var queued = _model.Stored.FirstOrDefault(statement => statement is { IsEnqueued: true, IsTaken: false, IsEnded: false });
        return queued is not null && busy < Workers ? $"a worker takes {queued.Name}" : null;
    }

    /// <summary>Whether it may wait for the end of its statement: that has not come, and if it waits for the clock too, it has begun to.</summary>
    private static bool IsAsleep(ModelOperation operation) =>
        operation is { Verb: ModelVerb.Wait, Target.IsEnded: false }
            && operation.Target.Session == operation.Session
            && (operation.IsTimed || operation.Limit == Timeout.InfiniteTimeSpan);

    private static bool IsStubborn(ModelStatement statement) =>
        statement.Request.Sql.EndsWith(GatedExecutor.Stubborn, StringComparison.Ordinal);

    private void Begin(ModelOperation operation, Func<Task<object?>> run)
    {
        _model.Note($"{operation}");
        _checks.Observe(operation);
        _underWay.Add(operation);
        operation.Answer = RunAsync(operation, run);
        operation.Answer.GetAwaiter().OnCompleted(_schedule.Changed);
    }

    private static async Task<object?> RunAsync(ModelOperation operation, Func<Task<object?>> run)
    {
        ModelOperation.Current = operation;
        return await run();
    }

    private async Task EndAllSessionsAsync()
    {
        await DrainAsync();
        foreach (var session in Sessions)
        {
            BeginEndSession(session);
        }

        await DrainAsync();
        _model.Require(_underWay.Count == 0, $"still waiting: {string.Join("; ", _underWay)}");
        await _schedule.UntilAsync(() => _clock.LiveTimers == 2 ? null : $"of {_clock.LiveTimers} timers only those of the sweeper and the follower are left");
    }

    private async Task DisposeWithLiveOnesAsync()
    {
        _model.Note("the manager is disposed");
        _model.IsDisposing = true;
        var live = _model.Stored.Where(statement => statement.IsLive).ToList();
        _schedule.Open();
        var disposing = new ModelOperation(++_operations, ModelVerb.Dispose, "") { StartedAt = _model.Now };
        var disposed = RunAsync(disposing, async () =>
        {
            await _verbs.DisposeAsync();
            return null;
        });
        foreach (var statement in _model.Statements.Where(statement => statement.Told == ModelEnd.None))
        {
            statement.Told = ModelEnd.Finish;
        }

        _executor.Open();
        await disposed;
        foreach (var operation in _underWay)
        {
            await operation.Answer.ContinueWith(static _ => { }, TaskScheduler.Default);
        }

        foreach (var statement in _model.Stored)
        {
            _model.Require(statement.Final is not null, $"{statement.Name} has not ended");
            await _inner.RemoveAsync(statement.Handle, default);
        }

        _underWay.Clear();
        _answers.Add($"Dispose -> {live.Exists(statement => statement.Final?.Error?.Code == StatementErrorCodes.Shutdown)}");
    }

    private async Task CheckNothingIsLeftAsync()
    {
        _clock.Advance(TimeSpan.FromDays(1));
        _schedule.Open();
        await _verbs.DisposeAsync();
        _model.Require(_executor.InsideCount == 0, "an executor is still at work");

        // A waiter is woken a moment before its timer is given back, so this is waited for.
        await _schedule.UntilAsync(() => _clock.LiveTimers == 0 ? null : $"none of {_clock.LiveTimers} timers is left");
        var left = new List<Statement>();
        await foreach (var statement in _inner.ListAsync(new(), default))
        {
            left.Add(statement);
        }

        _model.Require(left.Count == 0, $"{left.Count} statements are left");
        foreach (var statement in _model.Statements)
        {
            for (var number = 0; number < 4; number++)
            {
                _model.Require(await _inner.ReadBatchAsync(statement.Handle, number, default) is null, $"a batch of {statement.Name} is left");
            }
        }

        if (_model.Violations.FirstOrDefault() is { } violated)
        {
            throw new ModelException(violated);
        }
    }
}
