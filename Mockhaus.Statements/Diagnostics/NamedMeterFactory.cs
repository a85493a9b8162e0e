using System.Diagnostics.Metrics;

namespace Mockhaus.Statements.Diagnostics;

/// <summary>Adds the name of an instance to its meter, to distinguish the instances of one host.</summary>
/// <remarks>The container owns the factory and its meters.</remarks>
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
