using System.Globalization;

namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>Brings a file of an older format up to this one, a step for each format in between.</summary>
/// <remarks>
/// Format 0 was never released; it had no note beside the format.
/// A step and the note that it is done are one transaction, so that whoever breaks off between two can go on.
/// </remarks>
internal static class DuckDbUpgrade
{
    /// <summary>The SQL that leads from the format of its place to the next.</summary>
    private static readonly IReadOnlyList<string> Steps = ["alter table mockhaus_store add column if not exists note varchar;"];

    public static void Run(DuckDbDatabase database, int format)
    {
        for (var step = format; step < DuckDbSchema.Format; step++)
        {
            database.Execute(string.Create(
                CultureInfo.InvariantCulture, $"begin; {Steps[step]} update mockhaus_store set format = {step + 1}; commit;"));
        }
    }
}
