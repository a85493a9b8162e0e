namespace Mockhaus.Statements.AspNetCore.FaultInjection;

/// <summary>the faults of one statement, or of one request that makes one, and what has come of them so far. For many threads.</summary>
/// <param name="text">What asked for them.</param>
/// <param name="rules">the faults; the first that applies counts.</param>
/// <param name="since">From when on times count.</param>
internal sealed class FaultScope(FaultText text, IReadOnlyList<FaultRule> rules, DateTimeOffset since)
{
    private readonly Lock _gate = new();
    private readonly int[] _seen = new int[rules.Count];
    private readonly int[] _used = new int[rules.Count];

    public FaultText Text => text;

    /// <summary>Counts a request, and says what befalls it.</summary>
    public FaultRule? Take(FaultOperations operation, DateTimeOffset now)
    {
        lock (_gate)
        {
            FaultRule? taken = null;
            for (var i = 0; i < rules.Count; i++)
            {
                // That a POST is answered 202 is no matter of counts: each of them would have waited.
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
