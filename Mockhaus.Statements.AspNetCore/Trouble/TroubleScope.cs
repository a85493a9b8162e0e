namespace Mockhaus.Statements.AspNetCore.Trouble;

/// <summary>The troubles of one statement, or of one request that makes one, and what has come of them so far. For many threads.</summary>
/// <param name="text">What asked for them.</param>
/// <param name="items">The troubles; the first that applies counts.</param>
/// <param name="since">From when on times count.</param>
internal sealed class TroubleScope(TroubleText text, IReadOnlyList<TroubleItem> items, DateTimeOffset since)
{
    private readonly Lock _gate = new();
    private readonly int[] _seen = new int[items.Count];
    private readonly int[] _used = new int[items.Count];

    public TroubleText Text => text;

    /// <summary>Counts a request, and says what befalls it.</summary>
    public TroubleItem? Take(TroubleOperations operation, DateTimeOffset now)
    {
        lock (_gate)
        {
            TroubleItem? taken = null;
            for (var i = 0; i < items.Count; i++)
            {
                // That a POST is answered 202 is no matter of counts: each of them would have waited.
                if ((items[i].Operations & operation) == 0 || (operation == TroubleOperations.Post && items[i].Kind == TroubleKind.Running))
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
