using System.Diagnostics.Metrics;

namespace Mockhaus.Statements.Tests.Support;

/// <summary>Makes meters that carry its mark, as a container's factory does; whoever makes one does not dispose of it.</summary>
internal sealed class OwnMeterFactory : IMeterFactory
{
    public List<Meter> Meters { get; } = [];

    public Meter Create(MeterOptions options)
    {
        options.Scope = this;
        Meters.Add(new(options));
        return Meters[^1];
    }

    public void Dispose() => Meters.ForEach(meter => meter.Dispose());
}
