using System.Numerics;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Converts DuckDB's dates and times, which count units from the epoch and include infinities.</summary>
internal static class DuckDbTimes
{
    public static T Finite<T>(T value, string column)
        where T : IBinaryInteger<T>, IMinMaxValue<T> =>
        value == T.MaxValue || value == -T.MaxValue
            ? throw ResultErrors.NotRepresentable(column, "an infinite date or time has no form in Snowflake's types. Cast it to VARCHAR.")
            : value;

    /// <summary>Splits a value to whole seconds, rounded down, and nanoseconds.</summary>
    public static (long Seconds, int Nanoseconds) Split(long units, long unitsPerSecond)
    {
        // Divides by constants, because a division by a variable takes as long as the rest of the cell.
        var (seconds, over, nanoseconds) = unitsPerSecond switch
        {
            1 => (units, 0, 1_000_000_000),
            1_000 => (units / 1_000, units % 1_000, 1_000_000),
            1_000_000 => (units / 1_000_000, units % 1_000_000, 1_000),
            1_000_000_000 => (units / 1_000_000_000, units % 1_000_000_000, 1),
            _ => throw new ArgumentOutOfRangeException(nameof(unitsPerSecond)),
        };
        if (over < 0)
        {
            (seconds, over) = (seconds - 1, over + unitsPerSecond);
        }

        return (seconds, (int)(over * nanoseconds));
    }
}
