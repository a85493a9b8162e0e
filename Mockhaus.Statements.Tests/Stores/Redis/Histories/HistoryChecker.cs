namespace Mockhaus.Statements.Tests.Stores.Redis.Histories;

/// <summary>Whether the calls on one handle can have been done one after the other, each between its beginning and its end.</summary>
/// <remarks>
/// Tries one order after the other: next may come whatever began before the first of those left has ended. What was done, as a set,
/// and what stands there then, say all about what can follow, so that no such pair is looked at twice.
/// </remarks>
public static class HistoryChecker
{
    private const int MostCalls = 64;

    public static bool HasOrder(IReadOnlyList<HistoryCall> calls)
    {
        if (calls.Count > MostCalls)
        {
            throw new ArgumentException($"There are more than {MostCalls} calls.", nameof(calls));
        }

        var answered = calls.Select((call, number) => (call, number)).Where(entry => entry.call.Outcome is not null).Aggregate(0UL, (set, entry) => set | Bit(entry.number));
        var seen = new HashSet<(ulong, HistoryState)>();
        var open = new Stack<(ulong Done, HistoryState State)>([(0, HistoryState.None)]);
        while (open.TryPop(out var place))
        {
            // What was never answered need not have been done at all.
            if ((place.Done & answered) == answered)
            {
                return true;
            }

            if (seen.Add((place.Done, place.State)))
            {
                Push(calls, place.Done, place.State, open);
            }
        }

        return false;
    }

    private static void Push(IReadOnlyList<HistoryCall> calls, ulong done, HistoryState state, Stack<(ulong, HistoryState)> open)
    {
        var firstEnd = long.MaxValue;
        for (var number = 0; number < calls.Count; number++)
        {
            if ((done & Bit(number)) == 0)
            {
                firstEnd = Math.Min(firstEnd, calls[number].End);
            }
        }

        for (var number = 0; number < calls.Count; number++)
        {
            if ((done & Bit(number)) == 0 && calls[number].Begin <= firstEnd && calls[number].After(state) is { } after)
            {
                open.Push((done | Bit(number), after));
            }
        }
    }

    private static ulong Bit(int number) => 1UL << number;
}
