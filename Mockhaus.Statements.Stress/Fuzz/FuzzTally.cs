using System.Globalization;

namespace Mockhaus.Statements.Stress.Fuzz;

/// <summary>What was answered, and what was wrong. Thread-safe.</summary>
internal sealed class FuzzTally
{
    private const int Told = 10;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, int> _statuses = [];
    private int _requests;

    public int Faults { get; private set; }

    public void Take(IReadOnlyList<FuzzAnswer> answers)
    {
        lock (_lock)
        {
            _requests++;
            foreach (var status in answers.Select(answer => answer.Status).DefaultIfEmpty())
            {
                _statuses[status] = _statuses.GetValueOrDefault(status) + 1;
            }
        }
    }

    public void Fail(string fault)
    {
        lock (_lock)
        {
            if (++Faults <= Told)
            {
                Console.Error.WriteLine(fault);
            }
        }
    }

    public void Tell()
    {
        var statuses = _statuses.Select(pair => $"{(pair.Key == 0 ? "none" : pair.Key.ToString(CultureInfo.InvariantCulture))}: {pair.Value}");
        Console.WriteLine($"answers: {string.Join(", ", statuses)}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_requests} requests, {Faults} faults"));
    }
}
