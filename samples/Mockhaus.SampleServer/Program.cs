using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Mockhaus.Statements;
using Mockhaus.Statements.AspNetCore;
using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.DuckDb;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Hybrid;

const string usage = """
    A mock of Snowflake's SQL API on embedded DuckDB.
      --port N           where to listen, on this machine only (8084; 0: any free port)
      --database FILE    a DuckDB file for the users' data, and beside it FILE.statements.db for statements and
                         their results, which a restart finds again; without it, all is in memory
      --data DIR         makes every CSV, JSON and Parquet file in DIR a table named after it;
                         a table that the database has already is left as it is
      --NAME=VALUE       any setting of the host, such as --AllowedHosts=my-host or --Mockhaus:Statements:MaxResultBytes=500000000
    """;

var settings = new Dictionary<string, string> { ["--port"] = "8084" };
var hostSettings = new List<string>();
for (var i = 0; i < args.Length; i++)
{
    var (name, value) = args[i].Split('=', 2) is [var left, var right] ? (left, right) : (args[i], args.ElementAtOrDefault(i + 1));
    if (name is "--port" or "--database" or "--data" && !string.IsNullOrEmpty(value))
    {
        settings[name] = value;
        i += args[i] == name ? 1 : 0;
    }
    else if (args[i].Contains('=', StringComparison.Ordinal))
    {
        hostSettings.Add(args[i]);
    }
    else
    {
        Console.WriteLine(usage);
        return name == "--help" ? 0 : 2;
    }
}

try
{
    var file = settings.GetValueOrDefault("--database");
    var port = ushort.TryParse(settings["--port"], CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new IOException($"--port is '{settings["--port"]}'; it has to be a number from 0 to 65535.");
    await using var source = file is null
        ? new InMemoryDuckDbDataSource()
        : DuckDBClientFactory.Instance.CreateDataSource(new DuckDBConnectionStringBuilder { DataSource = file }.ConnectionString);

    // Stays open as long as the server: DuckDB closes a file, and forgets its settings, with the last connection.
    await using var database = await source.OpenConnectionAsync();
    var tables = settings.TryGetValue("--data", out var folder) ? await LoadAsync(database, folder) : [];
    await LockAsync(database);

    var builder = WebApplication.CreateBuilder([.. hostSettings]);
    builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
    builder.Configuration["AllowedHosts"] ??= "localhost;127.0.0.1";
    builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
    var statements = builder.Services.AddMockhausStatements()
        .ConfigureSqlApi()
        .UseAdoNet(_ => source, options => options.ConfigureCommand = Guard);
    if (file is not null)
    {
        statements.UseHybridStore(_ => new DuckDbStatementStore(new() { Path = $"{file}.statements.db" }));
    }

    builder.Services.AddHealthChecks().AddMockhausStatements();

    await using var app = builder.Build();
    app.MapMockhausStatements();
    app.MapHealthChecks("/health");
    await app.StartAsync();
    Welcome(app.Urls.FirstOrDefault() ?? "the test server", file ?? "in memory", tables);
    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception exception) when (
    exception is IOException or UnauthorizedAccessException or DuckDBException or ArgumentException or StatementStoreException)
{
    // What a person can mend: a port in use, a file that is no database or is open elsewhere, a folder that is not there.
    await Console.Error.WriteLineAsync($"Cannot start: {exception.Message}");
    return 1;
}

static async Task<List<string>> LoadAsync(DbConnection database, string folder)
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
            await ExecuteAsync(database, $"CREATE TABLE IF NOT EXISTS {Quote(table, '"')} AS SELECT * FROM {reader}({Quote(file, '\'')})");
        }
        catch (DuckDBException exception)
        {
            throw new IOException($"{file} cannot be loaded: {exception.Message.Split('\n')[0]}", exception);
        }
    }

    return [.. files.Select(file => file.Table)];
}

static string? ReaderOf(string file) => Path.GetExtension(file).ToUpperInvariant() switch
{
    ".CSV" or ".TSV" => "read_csv",
    ".JSON" or ".JSONL" or ".NDJSON" => "read_json",
    ".PARQUET" => "read_parquet",
    _ => null,
};

// From here on, users' SQL reaches no file and no network, cannot undo that, and cannot take all memory of the machine.
static Task LockAsync(DbConnection database) => ExecuteAsync(
    database,
    $"""
    SET memory_limit = '{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 / 1_000_000} MB';
    SET temp_directory = '';
    SET autoinstall_known_extensions = false;
    SET autoload_known_extensions = false;
    SET enable_external_access = false;
    SET lock_configuration = true;
    """);

// DuckDB leaves its own database file open to SQL, and dies of a log that it may not write. Neither gets that far.
static void Guard(DbCommand command, Statement statement)
{
    if (FileAccessPattern().IsMatch(statement.Sql))
    {
        throw new StatementFailedException(new("003001", "42501", "SQL access control error:\nStatements reach no files on this server."));
    }
}

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

/// <summary>The program; public, so that tests can run it in process.</summary>
public partial class Program
{
    [GeneratedRegex(
        """
        ^(\s|--[^\n]*\n|/\*.*?\*/)*(explain\b.*?)?\b(copy|export|import|attach|install|load)\b
        |\b(read_\w+|glob|sniff_csv|parquet_\w+|enable_logging)"?(\s|--[^\n]*\n|/\*.*?\*/)*\(
        """,
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace | RegexOptions.NonBacktracking)]
    private static partial Regex FileAccessPattern();
}
