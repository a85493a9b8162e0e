namespace Mockhaus.Statements.AspNetCore.FaultInjection;

/// <summary>The faults of one statement, or of one submission, and how often each has occurred. Thread-safe.</summary>
/// <param name="text">The header and the query tag that asked for them.</param>
/// <param name="rules">The faults; the first that applies is used.</param>
/// <param name="since">The start time of faults with a duration.</param>
internal sealed class FaultScope(FaultText text, IReadOnlyList<FaultRule> rules, DateTimeOffset since)
{
    private readonly Lock _gate = new();
    private readonly int[] _seen = new int[rules.Count];
    private readonly int[] _used = new int[rules.Count];

    public FaultText Text => text;

    /// <summary>Counts a request, and returns its fault or null.</summary>
    public FaultRule? Take(FaultOperations operation, DateTimeOffset now)
    {
        lock (_gate)
        {
            FaultRule? taken = null;
            for (var i = 0; i < rules.Count; i++)
            {
                // A running fault makes every POST answer 202 and is not counted there.
                if ((rules[i].Operations & operation) == 0 || (operation == FaultOperations.Post && rules[i].Kind == FaultKind.Running))
                {
                    continue;
                }

                _seen[i]++;
                if (taken is null && IsDue(i, now))
                {
                    _used[i]++;
                    taken = rules[i];
                }
            }

            return taken;
        }
    }

    private bool IsDue(int i, DateTimeOffset now) => rules[i].Time is { } time
        ? now - since < time
        : _seen[i] >= rules[i].First && _used[i] < rules[i].Times;
}
