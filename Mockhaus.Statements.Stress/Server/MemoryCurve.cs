using System.Globalization;

namespace Mockhaus.Statements.Stress.Server;

/// <summary>The memory of a process while it works evenly: what it has come to after warming up, and at the end.</summary>
internal sealed class MemoryCurve
{
    private const double Growth = 1.2;
    private const double Slack = 32 * ProcessMemory.MB;

    private readonly List<long> _readings = [];

    /// <summary>The most in the second quarter of the time.</summary>
    public long Warm => _readings[(_readings.Count / 4)..Math.Max(_readings.Count / 2, (_readings.Count / 4) + 1)].Max();

    /// <summary>The most in the last quarter.</summary>
    public long End => _readings[(_readings.Count * 3 / 4)..].Max();

    public bool IsFlat => End <= (Warm * Growth) + Slack;

    public void Add(long reading) => _readings.Add(reading);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"memory: {Warm / ProcessMemory.MB:0} MB after warm-up, {End / ProcessMemory.MB:0} MB at the end, at most {((Warm * Growth) + Slack) / ProcessMemory.MB:0} MB: {(IsFlat ? "yes" : "NO")}");
}
