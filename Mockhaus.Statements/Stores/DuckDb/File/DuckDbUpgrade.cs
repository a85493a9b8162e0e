using System.Globalization;

namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>Upgrades a file of an older format, in one step for each format in between.</summary>
/// <remarks>
/// Format 0 was never released; it had no note beside the format. A step and the new format number are one transaction, so an upgrade
/// that was interrupted is continued.
/// </remarks>
internal static class DuckDbUpgrade
{
    /// <summary>The SQL for each format that upgrades it to the next.</summary>
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
