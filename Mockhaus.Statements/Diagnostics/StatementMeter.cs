using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Mockhaus.Statements.Diagnostics;

/// <summary>The instruments of one manager; docs/diagnostics.md lists them. Times are from the injected clock.</summary>
internal sealed class StatementMeter : IDisposable
{
    public const string OutcomeTag = SpanTags.Outcome;
    public const string ErrorTag = SpanTags.ErrorType;
    public const string StateTag = "mockhaus.statement.state";

    /// <summary>The buckets of OpenTelemetry's database durations, with additional ones for long statements. The default buckets are for
    /// milliseconds.</summary>
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60, 600, 3600],
    };

    /// <summary>The buckets that OpenTelemetry's database conventions specify.</summary>
    private static readonly InstrumentAdvice<double> OperationSeconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10],
    };

    private readonly Meter _meter;
    private readonly Func<Statement, DatabaseOperation> _describe;
    private readonly Histogram<double> _operation;
    private readonly Counter<long> _submitted;
    private readonly Counter<long> _finished;
    private readonly Counter<long> _expired;
    private readonly Counter<long> _historyAppended;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _queueWait;
    private Func<StatementLoad>? _load;

    /// <param name="factory">Creates and owns the meter. Null: this instance does.</param>
    /// <param name="load">Returns the current load.</param>
    /// <param name="describe">Returns the database and the operation of a statement.</param>
    public StatementMeter(IMeterFactory? factory, Func<StatementLoad> load, Func<Statement, DatabaseOperation> describe)
    {
        _describe = describe;
        var options = new MeterOptions(StatementDiagnostics.Name) { Version = StatementDiagnostics.Version };
        _load = load;
        _meter = factory?.Create(options) ?? new(options);
        _submitted = _meter.CreateCounter<long>("mockhaus.statements.submitted", "{statement}", "Statements that were stored.");
        _finished = _meter.CreateCounter<long>("mockhaus.statements.finished", "{statement}", "Statements that have ended.");
        _expired = _meter.CreateCounter<long>("mockhaus.statements.expired", "{statement}", "Expired statements that were purged.");
        _duration = _meter.CreateHistogram("mockhaus.statements.duration", "s", "From submission to end.", tags: null, Seconds);
        _queueWait = _meter.CreateHistogram("mockhaus.statements.queue_wait", "s", "From submission to start.", tags: null, Seconds);
        _operation = _meter.CreateHistogram("db.client.operation.duration", "s", "Duration of database client operations.", tags: null, OperationSeconds);
        _meter.CreateObservableUpDownCounter("mockhaus.statements.live", Live, "{statement}", "Statements that have not ended.");
        _meter.CreateObservableUpDownCounter(
            "mockhaus.statements.waiting", () => Observe(load => load.Waiting), "{caller}", "Callers that wait for or watch a statement.");
        _meter.CreateObservableUpDownCounter(
            "mockhaus.statements.stored", () => Observe(load => load.StoredBytes), "By", "Results of succeeded statements, as stored.");
        _historyAppended = _meter.CreateCounter<long>("mockhaus.history.appended", "{entry}", "Entries that the history has recorded.");
        _meter.CreateObservableCounter(
            "mockhaus.history.lost", () => ObserveHistory(history => history.Lost), "{entry}", "Entries that were lost because the history was unavailable.");
        _meter.CreateObservableUpDownCounter(
            "mockhaus.history.pending", () => ObserveHistory(history => history.PendingBytes), "By", "Estimated size of the entries that wait to be recorded.");
        _meter.CreateObservableGauge("mockhaus.history.lag", () => ObserveHistory(history => history.Lag.TotalSeconds), "s", "Age of the oldest entry that waits to be recorded.");
    }

    public void Submitted() => _submitted.Add(1);

    public void Started(Statement statement)
    {
        // A part of a multi-statement request does not wait for an executor, only for the part before it.
        if (_queueWait.Enabled && statement is { Parent: null, StartedAt: { } started })
        {
            _queueWait.Record((started - statement.CreatedAt).TotalSeconds);
        }
    }

    public void Finished(Statement final)
    {
        if (_operation.Enabled && final.CompletedAt is { } ended)
        {
            _operation.Record((ended - final.CreatedAt).TotalSeconds, OperationTags(final));
        }

        if (!_finished.Enabled && !_duration.Enabled)
        {
            return;
        }

        var outcome = KeyValuePair.Create<string, object?>(OutcomeTag, StatementDiagnostics.OutcomeOf(final));
        if (final is { Status: StatementStatus.Failed, Error.Code: var code })
        {
            _finished.Add(1, outcome, new(ErrorTag, code));
        }
        else
        {
            _finished.Add(1, outcome);
        }

        if (final.CompletedAt is { } completed)
        {
            _duration.Record((completed - final.CreatedAt).TotalSeconds, outcome);
        }
    }

    /// <summary>Without the database and schema of the request: a client can name any, and each set of tags is kept for the lifetime of
    /// the process.</summary>
    private TagList OperationTags(Statement final)
    {
        var operation = _describe(final);
        var tags = new TagList { { SpanTags.System, operation.System } };
        if (operation.Name is { } name)
        {
            tags.Add(SpanTags.Operation, name);
        }

        if (final.Error is { } error)
        {
            tags.Add(SpanTags.StatusCode, error.Code);
        }

        if (final is { Status: StatementStatus.Failed, Error.Code: var code })
        {
            tags.Add(ErrorTag, code);
        }

        return tags;
    }

    public void Expired(int count)
    {
        if (count > 0)
        {
            _expired.Add(count);
        }
    }

    public void HistoryAppended(int count) => _historyAppended.Add(count);

    /// <summary>A factory's meter outlives the manager, and must not keep it alive or report it.</summary>
    public void Dispose()
    {
        Volatile.Write(ref _load, null);
        _meter.Dispose();
    }

    private IEnumerable<Measurement<long>> Live()
    {
        if (Volatile.Read(ref _load) is not { } count)
        {
            return [];
        }

        var load = count();
        return [In("queued", load.Queued), In("running", load.Running)];
    }

    private IEnumerable<Measurement<T>> ObserveHistory<T>(Func<HistoryLoad, T> pick)
        where T : struct => Volatile.Read(ref _load)?.Invoke().History is { } history ? [new(pick(history))] : [];

    private static Measurement<long> In(string state, int count) => new(count, new KeyValuePair<string, object?>(StateTag, state));

    private IEnumerable<Measurement<long>> Observe(Func<StatementLoad, long> pick) =>
        Volatile.Read(ref _load) is { } load ? [new(pick(load()))] : [];
}
