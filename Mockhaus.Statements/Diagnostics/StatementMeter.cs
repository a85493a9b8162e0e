using System.Diagnostics.Metrics;

namespace Mockhaus.Statements.Diagnostics;

/// <summary>The instruments of one manager; docs/diagnostics.md lists them. Times are of the injected clock.</summary>
internal sealed class StatementMeter : IDisposable
{
    public const string OutcomeTag = SpanTags.Outcome;
    public const string ErrorTag = SpanTags.ErrorType;
    public const string StateTag = "mockhaus.statement.state";

    /// <summary>The buckets of OpenTelemetry's database durations, and some for long statements; the usual ones are made for milliseconds.</summary>
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60, 600, 3600],
    };

    private readonly Meter _meter;
    private readonly Counter<long> _submitted;
    private readonly Counter<long> _finished;
    private readonly Counter<long> _expired;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _queueWait;
    private Func<StatementLoad>? _load;

    /// <param name="factory">Makes the meter and disposes of it; null for a meter of our own.</param>
    /// <param name="load">Counts what there is at this moment.</param>
    public StatementMeter(IMeterFactory? factory, Func<StatementLoad> load)
    {
        var options = new MeterOptions(StatementDiagnostics.Name) { Version = StatementDiagnostics.Version };
        _load = load;
        _meter = factory?.Create(options) ?? new(options);
        _submitted = _meter.CreateCounter<long>("mockhaus.statements.submitted", "{statement}", "Statements that were stored.");
        _finished = _meter.CreateCounter<long>("mockhaus.statements.finished", "{statement}", "Statements that have ended.");
        _expired = _meter.CreateCounter<long>("mockhaus.statements.expired", "{statement}", "Expired statements given back by the sweeper.");
        _duration = _meter.CreateHistogram("mockhaus.statements.duration", "s", "From submission to end.", tags: null, Seconds);
        _queueWait = _meter.CreateHistogram("mockhaus.statements.queue_wait", "s", "From submission to start.", tags: null, Seconds);
        _meter.CreateObservableUpDownCounter("mockhaus.statements.live", Live, "{statement}", "Statements that have not ended.");
        _meter.CreateObservableUpDownCounter(
            "mockhaus.statements.waiting", () => Observe(load => load.Waiting), "{caller}", "Callers that wait for or watch a statement.");
        _meter.CreateObservableUpDownCounter(
            "mockhaus.statements.stored", () => Observe(load => load.StoredBytes), "By", "Results of succeeded statements, as stored.");
    }

    public void Submitted() => _submitted.Add(1);

    public void Started(Statement statement)
    {
        // A part of a request of several never waits for an executor, only for the part before it.
        if (_queueWait.Enabled && statement is { Parent: null, StartedAt: { } started })
        {
            _queueWait.Record((started - statement.CreatedAt).TotalSeconds);
        }
    }

    public void Finished(Statement final)
    {
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

    public void Expired(int count)
    {
        if (count > 0)
        {
            _expired.Add(count);
        }
    }

    /// <summary>A factory's meter outlives the manager, and must neither hold it nor tell of it.</summary>
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

    private static Measurement<long> In(string state, int count) => new(count, new KeyValuePair<string, object?>(StateTag, state));

    private IEnumerable<Measurement<long>> Observe(Func<StatementLoad, long> pick) =>
        Volatile.Read(ref _load) is { } load ? [new(pick(load()))] : [];
}
