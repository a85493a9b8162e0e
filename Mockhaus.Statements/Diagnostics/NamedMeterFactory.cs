using System.Diagnostics.Metrics;

namespace Mockhaus.Statements.Diagnostics;

/// <summary>Marks the meter of a named instance, so that the instances of one host can be told apart.</summary>
/// <remarks>The factory belongs to the container, and so does what it makes.</remarks>
internal sealed class NamedMeterFactory(IMeterFactory factory, string name) : IMeterFactory
{
    public const string InstanceTag = "mockhaus.instance";

    public Meter Create(MeterOptions options)
    {
        options.Tags = [.. options.Tags ?? [], new(InstanceTag, name)];
        return factory.Create(options);
    }

    public void Dispose()
    {
    }
}
