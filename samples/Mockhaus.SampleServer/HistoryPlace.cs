using Mockhaus.Statements.History;

namespace Mockhaus.SampleServer;

/// <summary>Where the sample server keeps its history.</summary>
internal static class HistoryPlace
{
    /// <summary>Sets the options, where the host's settings do not.</summary>
    /// <param name="section">The section of the library.</param>
    /// <param name="arguments">The command line.</param>
    public static void Configure(IConfigurationSection section, SampleArguments arguments)
    {
        var place = arguments.History
            ?? (section["Redis:Configuration"] is not null ? "redis" : arguments.Database is { } file ? $"{file}.history.db" : "memory");
        var type = place.ToUpperInvariant() switch
        {
            "NONE" => StatementHistoryType.None,
            "MEMORY" => StatementHistoryType.Memory,
            "REDIS" => StatementHistoryType.Redis,
            _ => StatementHistoryType.DuckDb,
        };
        section["History:Type"] ??= type.ToString();
        if (type == StatementHistoryType.DuckDb)
        {
            section["History:Path"] ??= place;
        }
    }
}
