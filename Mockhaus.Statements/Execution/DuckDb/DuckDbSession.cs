using DuckDB.NET.Data;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>What is set on a connection for the statements that it is for.</summary>
internal static class DuckDbSession
{
    /// <summary>Lets casts, functions of the current time and the like go by a zone.</summary>
    /// <remarks>Where the database's configuration is locked, or its ICU extension is not there, or it knows fewer zones, they go by its
    /// own: most statements do not ask, and an output format shows the zone all the same.</remarks>
    public static void SetTimeZone(DuckDBConnection connection, TimeZoneInfo? zone)
    {
        if (zone is null)
        {
            return;
        }

        using var command = connection.CreateCommand();

        // A name of the system's list, in which there are no quotes.
        command.CommandText = $"SET SESSION TimeZone = '{zone.Id.Replace("'", "''", StringComparison.Ordinal)}'";
        try
        {
            command.ExecuteNonQuery();
        }
        catch (DuckDBException)
        {
            // See the remarks.
        }
    }
}
