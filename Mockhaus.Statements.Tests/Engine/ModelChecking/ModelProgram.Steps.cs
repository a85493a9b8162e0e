using System.Globalization;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine.ModelChecking;

/// <content>What a program can do next.</content>
internal sealed partial class ModelProgram
{
    private static readonly TimeSpan Tick = TimeSpan.FromMicroseconds(1);

    private async Task StepAsync()
    {
        if (_schedule.Parked is { Count: > 0 } parked && (_random.NextDouble() < _patience || parked.Count > 12))
        {
            await GoOnAsync(parked);
            return;
        }

        switch (_random.Next(100))
        {
            case < 22:
                BeginSubmit();
                break;
            case < 40:
                Tell();
                break;
            case < 52:
                BeginForTarget(ModelVerb.Cancel);
                break;
            case < 60:
                BeginForTarget(ModelVerb.Get);
                break;
            case < 67:
                BeginForTarget(ModelVerb.Wait);
                break;
            case < 71:
                BeginForTarget(ModelVerb.ReadBatch);
                break;
            case < 75:
                BeginForTarget(ModelVerb.ReadRows);
                break;
            case < 80:
                BeginForTarget(ModelVerb.Release);
                break;
            case < 83:
                BeginList();
                break;
            case < 85:
                BeginEndSession(Sessions[_random.Next(Sessions.Length)]);
                break;
            case < 87:
                BeginSweep();
                break;
            default:
                MoveClock();
                break;
        }
    }

    private Task GoOnAsync(IReadOnlyList<StoreVisit> parked)
    {
        var visit = parked[_random.Next(parked.Count)];
        _model.Note($"    {visit}{(visit.IsDone ? " is answered" : " is done")}");
        return _schedule.GoAsync(visit);
    }

    /// <summary>Lets everything run out that does not wait for the clock or an executor, then the executors too.</summary>
    private async Task DrainAsync()
    {
        while (true)
        {
            await QuietAsync();
            if (_schedule.Parked is { Count: > 0 } parked)
            {
                await GoOnAsync(parked);
            }
            else if (_model.Stored.FirstOrDefault(statement => statement.IsEnded && _executor.IsAtGate(statement.Handle)) is { } stubborn)
            {
                _executor.Tell(stubborn.Handle, ModelEnd.Fail);
            }
            else
            {
                return;
            }
        }
    }

    private void BeginSubmit()
    {
        var session = Sessions[_random.Next(Sessions.Length)];
        var handle = new byte[16];
        _random.NextBytes(handle);
        var request = new StatementRequest
        {
            // Guids of its own, so that what is ordered by them is ordered alike each time.
            Handle = new(new Guid(handle)),
            Sql = GatedExecutor.SqlOf(_random.Next(2) == 0 ? 3 : _random.Next(6), stubborn: _random.Next(6) == 0),
            RequestId = _random.Next(5) < 2 ? $"r{_random.Next(2)}" : null,
            TimeToLive = _random.Next(3) == 0 ? TimeSpan.FromMinutes(_random.Next(1, 40)) : null,
            Timeout = _random.Next(3) == 0 ? TimeSpan.FromSeconds(_random.Next(1, 4) * 30) : null,
        };
        if (request.RequestId is not null && _random.Next(3) == 0)
        {
            request = request with { RequestIdUse = RequestIdUse.Newest };
        }

        if (request.RequestId is not null && _random.Next(5) > 0)
        {
            request = request with { Sql = GatedExecutor.SqlOf(3, stubborn: false) };
        }

        var statement = _model.Expect(session, request);
        request = request with { QueryTag = null };
        Begin(
            new(++_operations, ModelVerb.Submit, session, statement) { StartedAt = _model.Now, Request = request },
            async () => await _verbs.SubmitAsync(session, request));
    }

    private void Tell()
    {
        var waiting = _model.Stored.Where(statement => _executor.IsAtGate(statement.Handle)).ToList();
        if (waiting.Count == 0)
        {
            return;
        }

        var statement = waiting[_random.Next(waiting.Count)];
        statement.Told = _random.Next(4) == 0 ? ModelEnd.Fail : ModelEnd.Finish;
        _model.Note($"{statement.Name} is told to {statement.Told}");
        _executor.Tell(statement.Handle, statement.Told);
    }

    private void BeginForTarget(ModelVerb verb)
    {
        // Mostly the newer ones: those are still moving.
        var known = _model.Statements.Where(statement => statement.IsStored).TakeLast(_random.Next(4) == 0 ? 100 : 4).ToList();
        var target = known.Count == 0 || _random.Next(30) == 0 ? null : known[_random.Next(known.Count)];
        var session = target is null || _random.Next(12) == 0 ? Sessions[_random.Next(Sessions.Length)] : target.Session;
        var handle = target?.Handle ?? new(new Guid(_random.Next(), 1, 2, [3, 4, 5, 6, 7, 8, 9, 10]));
        var limits = new[] { TimeSpan.Zero, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5), TimeSpan.FromDays(30), Timeout.InfiniteTimeSpan };
        var operation = new ModelOperation(++_operations, verb, session, target)
        {
            StartedAt = _model.Now,
            StartVersion = target?.Version ?? 0,
            Limit = limits[_random.Next(limits.Length)],
            Batch = _random.Next(4),
        };
        Begin(operation, verb switch
        {
            ModelVerb.Get => async () => await _verbs.GetAsync(session, handle),
            ModelVerb.Wait => async () => await _verbs.WaitAsync(session, handle, operation.Limit),
            ModelVerb.Cancel => async () => await _verbs.CancelAsync(session, handle),
            ModelVerb.Release => async () => await _verbs.ReleaseAsync(session, handle),
            ModelVerb.ReadBatch => async () => await _verbs.ReadBatchAsync(session, handle, operation.Batch),
            _ => async () => await _verbs.ReadRowsAsync(session, handle),
        });
    }

    private void BeginList()
    {
        var session = Sessions[_random.Next(Sessions.Length)];
        Begin(new(++_operations, ModelVerb.List, session) { StartedAt = _model.Now }, async () => await _verbs.ListAsync(session));
    }

    private void BeginEndSession(string session) => Begin(
        new(++_operations, ModelVerb.EndSession, session) { StartedAt = _model.Now }, async () => await _verbs.EndSessionAsync(session));

    private void BeginSweep() => Begin(
        new(++_operations, ModelVerb.Sweep, "") { StartedAt = _model.Now },
        async () => await _store.PurgeExpiredAsync(_clock.GetUtcNow(), _options.Retention.TombstoneRetention, default));

    /// <summary>By some time, or to just before or just at a moment at which something changes.</summary>
    private void MoveClock()
    {
        var now = _model.Now;
        var moments = _model.Stored
            .SelectMany(statement => new[]
            {
                statement.Newest.ExpiresAt,
                statement.Newest.ExpiresAt + _options.Retention.TombstoneRetention,
                statement.Newest.StartedAt + statement.Request.Timeout,
            })
            .OfType<DateTimeOffset>()
            .Where(moment => moment > now)
            .Order()
            .Take(3)
            .ToList();
        var to = moments.Count > 0 && _random.Next(3) > 0
            ? moments[_random.Next(moments.Count)] - (Tick * _random.Next(2))
            : now + TimeSpan.FromSeconds(_random.Next(1, 300));
        ModelOperation.Current = new(0, ModelVerb.Clock, "") { StartedAt = now };
        _clock.SetUtcNow(to);
        ModelOperation.Current = null;
        _model.Note(string.Create(CultureInfo.InvariantCulture, $"the clock has moved by {to - now}"));
    }
}
