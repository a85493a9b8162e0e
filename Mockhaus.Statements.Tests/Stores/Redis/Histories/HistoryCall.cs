using System.Globalization;

namespace Mockhaus.Statements.Tests.Stores.Redis.Histories;

/// <summary>One call of one client, as it was seen from there.</summary>
/// <param name="Kind">What was asked: add, find, replace or remove.</param>
/// <param name="Begin">When it was sent.</param>
/// <param name="End">When the answer was there.</param>
/// <param name="Outcome">Yes or no, or null when there was no answer: it may have been done, or not, or be done later.</param>
/// <param name="Expected">The version that a replacement expects.</param>
/// <param name="Creation">And which of those that were added one after the other.</param>
/// <param name="Content">What was to be written, another for each call.</param>
/// <param name="Seen">What stood there, as far as the call tells.</param>
public sealed record HistoryCall(string Kind, long Begin, long End, bool? Outcome, long Expected, int Creation, int Content, HistoryState Seen)
{
    /// <summary>Reads a line of the program that makes histories.</summary>
    public static (string Handle, HistoryCall Call) Parse(string line)
    {
        var fields = line.Split(' ');
        long Number(int field) => long.Parse(fields[field], CultureInfo.InvariantCulture);
        bool? outcome = fields[4] == "?" ? null : fields[4] == "+";
        return (fields[0], new(
            fields[1], Number(2), outcome is null ? long.MaxValue : Number(3), outcome, Number(5), (int)Number(6), (int)Number(7), new(Number(8), (int)Number(9), (int)Number(10))));
    }

    /// <summary>What stands there afterwards when the call is done here in the order, or null when it cannot have given its answer then.</summary>
    public HistoryState? After(HistoryState before)
    {
        var (outcome, after, seen) = Kind switch
        {
            "add" when before.IsNone => Written(new(1, Content, Content)),
            "replace" when before.Version == Expected && before.Creation == Creation => Written(new(Expected + 1, Content, Creation)),
            "add" or "replace" => (false, before, before),
            "remove" => (!before.IsNone, HistoryState.None, HistoryState.None),
            "find" => (true, before, before),
            _ => throw new InvalidOperationException(Kind),
        };
        return Outcome is null || (Outcome == outcome && Seen == seen) ? after : null;
    }

    private static (bool Outcome, HistoryState After, HistoryState Seen) Written(HistoryState state) => (true, state, state);
}
