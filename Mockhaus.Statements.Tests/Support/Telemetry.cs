using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Mockhaus.Statements.Diagnostics;

namespace Mockhaus.Statements.Tests.Support;

/// <summary>Listens to every span of the library, and to the meters of one factory.</summary>
internal sealed class Telemetry : IDisposable
{
    private static readonly TimeSpan Safety = TimeSpan.FromSeconds(30);

    private readonly ActivityListener _spans;
    private readonly MeterListener _meters = new();
    private readonly Channel<Activity> _ended = Channel.CreateUnbounded<Activity>();
    private readonly Channel<Reading> _read = Channel.CreateUnbounded<Reading>();

    public Telemetry()
    {
        _spans = new()
        {
            ShouldListenTo = source => source.Name == StatementDiagnostics.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = Started.Enqueue,
            ActivityStopped = span =>
            {
                Stopped.Enqueue(span);
                _ended.Writer.TryWrite(span);
            },
        };
        ActivitySource.AddActivityListener(_spans);
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == Meters)
            {
                Instruments.Add(instrument);
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _meters.Start();
    }

    public OwnMeterFactory Meters { get; } = new();

    public List<Instrument> Instruments { get; } = [];

    public ConcurrentQueue<Activity> Started { get; } = new();

    public ConcurrentQueue<Activity> Stopped { get; } = new();

    public ConcurrentQueue<Reading> Readings { get; } = new();

    /// <summary>The next span that ends. A span is the last that is told of a statement.</summary>
    public Task<Activity> EndedAsync() => _ended.Reader.ReadAsync().AsTask().WaitAsync(Safety);

    /// <summary>The next measurement of an instrument.</summary>
    public async Task<Reading> ReadingAsync(string instrument)
    {
        while (true)
        {
            var reading = await _read.Reader.ReadAsync().AsTask().WaitAsync(Safety);
            if (reading.Instrument == instrument)
            {
                return reading;
            }
        }
    }

    public IReadOnlyList<Reading> Of(string instrument) => [.. Readings.Where(reading => reading.Instrument == instrument)];

    public double Sum(string instrument) => Of(instrument).Sum(reading => reading.Value);

    /// <summary>What the observable instruments say now, as "name state = value".</summary>
    public IReadOnlyList<string> Observe()
    {
        Readings.Clear();
        _meters.RecordObservableInstruments();
        return
        [
            .. Readings.Select(reading =>
                $"{reading.Instrument.Split('.')[^1]}{string.Concat(reading.Tags.Values.Select(value => $" {value}"))} = {reading.Value}"),
        ];
    }

    public void Dispose()
    {
        _spans.Dispose();
        _meters.Dispose();
        Meters.Dispose();
    }

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var reading = new Reading(instrument.Name, value, tags.ToArray().ToDictionary());
        Readings.Enqueue(reading);
        _read.Writer.TryWrite(reading);
    }
}
