namespace Mockhaus.Statements.AspNetCore.FaultInjection;

/// <summary>the faults of one statement, or of one request that makes one, and what has come of them so far. For many threads.</summary>
/// <param name="text">What asked for them.</param>
/// <param name="items">the faults; the first that applies counts.</param>
/// <param name="since">From when on times count.</param>
internal sealed class FaultScope(FaultText text, IReadOnlyList<FaultItem> items, DateTimeOffset since)
{
    private readonly Lock _gate = new();
    private readonly int[] _seen = new int[items.Count];
    private readonly int[] _used = new int[items.Count];

    public FaultText Text => text;

    /// <summary>Counts a request, and says what befalls it.</summary>
    public FaultItem? Take(FaultOperations operation, DateTimeOffset now)
    {
        lock (_gate)
        {
            FaultItem? taken = null;
            for (var i = 0; i < items.Count; i++)
            {
                // That a POST is answered 202 is no matter of counts: each of them would have waited.
                if ((items[i].Operations & operation) == 0 || (operation == FaultOperations.Post && items[i].Kind == FaultKind.Running))
                {
                    continue;
                }

                _seen[i]++;
                if (taken is null && IsDue(i, now))
                {
                    _used[i]++;
                    taken = items[i];
                }
            }

            return taken;
        }
    }

    private bool IsDue(int i, DateTimeOffset now) => items[i].Time is { } time
        ? now - since < time
        : _seen[i] >= items[i].First && _used[i] < items[i].Times;
}
