using System.Numerics;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>DuckDB's dates and times, which count units from the epoch and know infinities.</summary>
internal static class DuckDbTimes
{
    public static T Finite<T>(T value, string column)
        where T : IBinaryInteger<T>, IMinMaxValue<T> =>
        value == T.MaxValue || value == -T.MaxValue
            ? throw ResultErrors.NotRepresentable(column, "an infinite date or time has no form in Snowflake's types. Cast it to VARCHAR.")
            : value;

    /// <summary>Whole seconds, rounded down, and what is over.</summary>
    public static (long Seconds, int Nanoseconds) Split(long units, long unitsPerSecond)
    {
        var (seconds, over) = Math.DivRem(units, unitsPerSecond);
        if (over < 0)
        {
            (seconds, over) = (seconds - 1, over + unitsPerSecond);
        }

        return (seconds, (int)(over * (1_000_000_000 / unitsPerSecond)));
    }
}
