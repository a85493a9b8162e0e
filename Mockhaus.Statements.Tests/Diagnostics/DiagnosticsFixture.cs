using System.Diagnostics;
using System.Diagnostics.Metrics;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Diagnostics;

/// <summary>A manager that is listened to.</summary>
public abstract class DiagnosticsFixture : ManagerFixture
{
    private Telemetry? _telemetry;

    internal Telemetry Telemetry => _telemetry ??= new();

    protected override IMeterFactory MeterFactory => Telemetry.Meters;

    [TearDown]
    public void StopListening()
    {
        _telemetry?.Dispose();
        _telemetry = null;
    }

    protected static string? Tag(Activity span, string name)
    {
        ArgumentNullException.ThrowIfNull(span);
        return span.GetTagItem(name)?.ToString();
    }
}
