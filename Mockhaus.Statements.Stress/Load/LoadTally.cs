using System.Globalization;

namespace Mockhaus.Statements.Stress.Load;

/// <summary>What all sessions together have seen. Thread-safe.</summary>
internal sealed class LoadTally
{
    private const int Told = 10;

    private readonly Lock _lock = new();
    private readonly List<TimeSpan> _polls = [];

    public int Statements { get; private set; }

    public int Errors { get; private set; }

    public void Poll(TimeSpan time)
    {
        lock (_lock)
        {
            _polls.Add(time);
        }
    }

    public void Finish()
    {
        lock (_lock)
        {
            Statements++;
        }
    }

    public void Fail(string why)
    {
        lock (_lock)
        {
            if (++Errors <= Told)
            {
                Console.Error.WriteLine(why);
            }
        }
    }

    public void Tell()
    {
        _polls.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Statements} statements, {_polls.Count} polls, {Errors} errors"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"a poll: p50 {Percentile(0.5):0.00} ms, p99 {Percentile(0.99):0.00} ms"));
    }

    private double Percentile(double part) => _polls.Count == 0 ? 0 : _polls[(int)((_polls.Count - 1) * part)].TotalMilliseconds;
}
