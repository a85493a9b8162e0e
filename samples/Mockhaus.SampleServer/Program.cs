// A mock of Snowflake's SQL API on embedded DuckDB.
//   --port 8084        where to listen, on this machine only (0: any free port)
//   --database FILE    the users' data; without it, a database in memory
//   --data DIR         makes every CSV, JSON and Parquet file in DIR a table named after it
using System.Data.Common;
using DuckDB.NET.Data;
using Mockhaus.Statements.AspNetCore;
using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.Execution;

var builder = WebApplication.CreateBuilder(args);
var settings = builder.Configuration;
var file = settings["database"];

try
{
    await using var source = file is null
        ? new InMemoryDuckDbDataSource()
        : DuckDBClientFactory.Instance.CreateDataSource(new DuckDBConnectionStringBuilder { DataSource = file }.ConnectionString);

    // Stays open as long as the server: DuckDB closes a file, and takes the lock off its settings, with the last connection.
    await using var database = await source.OpenConnectionAsync();
    var tables = settings["data"] is { } folder ? await LoadAsync(database, folder) : [];
    await LockAsync(database);

    builder.WebHost.UseUrls($"http://127.0.0.1:{settings.GetValue("port", 8084)}");
    settings["AllowedHosts"] ??= "localhost;127.0.0.1";
    builder.Logging.SetMinimumLevel(LogLevel.Warning);
    builder.Services.AddMockhausStatements()
        .ConfigureSqlApi()
        .UseAdoNet(_ => source);

    await using var app = builder.Build();
    app.MapMockhausStatements();
    await app.StartAsync();
    Welcome(app.Urls.First(), file ?? "in memory", tables);
    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DuckDBException or InvalidOperationException)
{
    // What a person can mend: a port in use, a file that is no database or is open elsewhere, a folder that is not there.
    await Console.Error.WriteLineAsync($"Cannot start: {exception.Message}");
    return 1;
}

static async Task<List<string>> LoadAsync(DbConnection database, string folder)
{
    var tables = new List<string>();
    foreach (var file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
    {
        var reader = Path.GetExtension(file).ToUpperInvariant() switch
        {
            ".CSV" or ".TSV" => "read_csv",
            ".JSON" or ".JSONL" or ".NDJSON" => "read_json",
            ".PARQUET" => "read_parquet",
            _ => null,
        };
        if (reader is not null)
        {
            var table = Path.GetFileNameWithoutExtension(file);
            if (tables.Contains(table, StringComparer.OrdinalIgnoreCase))
            {
                throw new InvalidOperationException($"two files in {folder} would both become the table '{table}'. Rename one.");
            }

            Console.WriteLine($"Loading {Path.GetFileName(file)} ...");
            await ExecuteAsync(database, $"CREATE OR REPLACE TABLE {Quote(table, '"')} AS SELECT * FROM {reader}({Quote(file, '\'')})");
            tables.Add(table);
        }
    }

    return tables;
}

// From here on, users' SQL reaches no file and no network, and cannot undo that.
static Task LockAsync(DbConnection database) => ExecuteAsync(
    database,
    """
    SET autoinstall_known_extensions = false;
    SET autoload_known_extensions = false;
    SET enable_external_access = false;
    SET lock_configuration = true;
    """);

static async Task ExecuteAsync(DbConnection database, string sql)
{
    await using var command = database.CreateCommand();
    command.CommandText = sql;
    await command.ExecuteNonQueryAsync();
}

static string Quote(string text, char mark) => $"{mark}{text.Replace($"{mark}", $"{mark}{mark}", StringComparison.Ordinal)}{mark}";

static void Welcome(string url, string place, List<string> tables) => Console.WriteLine(
    $$"""
    Serving Snowflake's SQL API on {{url}}/api/v2/statements
    Database: {{place}}
    Tables:   {{(tables.Count == 0 ? "none yet" : string.Join(", ", tables))}}

    Try:
      curl -s {{url}}/api/v2/statements -H 'Authorization: Bearer me' -H 'Content-Type: application/json' \
        -d '{"statement": "select 42 as answer"}'

    Ctrl+C stops it.
    """);
