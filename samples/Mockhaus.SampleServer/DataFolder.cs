using System.Data.Common;
using DuckDB.NET.Data;

namespace Mockhaus.SampleServer;

/// <summary>A folder of data files that become tables, each named after its file.</summary>
internal static class DataFolder
{
    public static void Load(DbConnection connection, string folder)
    {
        var files = Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)
            .Select(file => (File: file, Table: Path.GetFileNameWithoutExtension(file), Reader: ReaderOf(file)))
            .Where(file => file.Reader is not null)
            .ToList();
        if (files.GroupBy(file => file.Table, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twins)
        {
            throw new IOException($"two files in {folder} would both become the table '{twins.Key}'. Rename one.");
        }

        foreach (var (file, table, reader) in files)
        {
            Console.WriteLine($"Loading {Path.GetFileName(file)} ...");
            try
            {
                using var command = connection.CreateCommand();
                command.CommandText = $"CREATE TABLE IF NOT EXISTS {Quote(table, '"')} AS SELECT * FROM {reader}({Quote(file, '\'')})";
                command.ExecuteNonQuery();
            }
            catch (DuckDBException exception)
            {
                throw new IOException($"{file} cannot be loaded: {exception.Message.Split('\n')[0]}", exception);
            }
        }
    }

    private static string? ReaderOf(string file) => Path.GetExtension(file).ToUpperInvariant() switch
    {
        ".CSV" or ".TSV" => "read_csv",
        ".JSON" or ".JSONL" or ".NDJSON" => "read_json",
        ".PARQUET" => "read_parquet",
        _ => null,
    };

    private static string Quote(string text, char mark) => $"{mark}{text.Replace($"{mark}", $"{mark}{mark}", StringComparison.Ordinal)}{mark}";
}
