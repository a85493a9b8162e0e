using System.Globalization;
using System.Net;
using DuckDB.NET.Data;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using Mockhaus.SampleServer;
using Mockhaus.Statements;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Redis;
using Mockhaus.Statements.Stores;

const string usage = """
    A mock of Snowflake's SQL API on embedded DuckDB.
      --port N           where to listen, on this machine only (8084; 0: any free port)
      --https            HTTPS too, on the same port, with a certificate for localhost that is made now and good for 30 days
      --cert-file FILE   writes that certificate, so that clients can be told to trust it; means --https
      --database FILE    a DuckDB file for the users' data, and beside it FILE.statements.db for statements and
                         their results, which a restart finds again (unless Mockhaus:Statements:Type says
                         otherwise); without it, all is in memory
      --redis PLACE      keeps statements and their results in Redis, so that several of these servers answer for all of
                         them; a place is HOST:PORT, a redis:// URL, or a configuration string of the client
      --data DIR         makes every CSV, JSON and Parquet file in DIR a table named after it;
                         a table that the database has already is left as it is
      --migrate-from PLACE --migrate-to PLACE
                         copies all statements and their results from one place to another, and serves nothing; a
                         place is a file of statements, as the FILE.statements.db of --database, or Redis, as in --redis
      --user NAME=TOKEN  a token of a user, or sha256: and its hash; all tokens of a user are one session, so that one can
                         replace another (may be given several times)
      --faults          spoils answers on demand, to test clients with (docs/sql-api.md)
      --NAME=VALUE       any setting of the host, such as --AllowedHosts=my-host or --Mockhaus:Statements:Results:MaxResultBytes=500000000
    """;

var settings = new Dictionary<string, string> { ["--port"] = "8084" };
var hostSettings = new List<string>();
for (var i = 0; i < args.Length; i++)
{
    var (name, value) = args[i].Split('=', 2) is [var left, var right] ? (left, right) : (args[i], args.ElementAtOrDefault(i + 1));
    if (args[i] == "--https")
    {
        settings[name] = "";
    }
    else if (name is "--port" or "--cert-file" or "--database" or "--data" or "--redis" or "--migrate-from" or "--migrate-to" && !string.IsNullOrEmpty(value))
    {
        settings[name] = value;
        i += args[i] == name ? 1 : 0;
    }
    else if (name == "--user" && UserToken.SettingOf(value, i) is { } userToken)
    {
        hostSettings.Add(userToken);
        i += args[i] == name ? 1 : 0;
    }
    else if (args[i] == "--faults")
    {
        hostSettings.Add("--Mockhaus:Statements:SqlApi:FaultInjection:Enabled=true");
    }
    else if (name != "--https" && args[i].Contains('=', StringComparison.Ordinal))
    {
        hostSettings.Add(args[i]);
    }
    else
    {
        Console.WriteLine(usage);
        return name == "--help" ? 0 : 2;
    }
}

if (settings.TryGetValue("--migrate-from", out var from) | settings.TryGetValue("--migrate-to", out var to))
{
    if (from is not null && to is not null)
    {
        return await Migration.RunAsync(from, to);
    }

    Console.WriteLine(usage);
    return 2;
}

try
{
    var file = settings.GetValueOrDefault("--database");
    var port = ushort.TryParse(settings["--port"], CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new IOException($"--port is '{settings["--port"]}'; it has to be a number from 0 to 65535.");
    if (file is not null && (string.IsNullOrWhiteSpace(file) || file.StartsWith(":memory:", StringComparison.Ordinal)))
    {
        throw new IOException($"--database is '{file}'. Name a file, or leave it out for a database in memory.");
    }

    await using var database = new UserDatabase(file, settings.GetValueOrDefault("--data"));

    var builder = WebApplication.CreateSlimBuilder([.. hostSettings]);
    using var certificate = settings.ContainsKey("--https") || settings.ContainsKey("--cert-file") ? LocalHttps.MakeCertificate() : null;
    if (certificate is null)
    {
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
    }
    else
    {
        if (settings.TryGetValue("--cert-file", out var pem))
        {
            await File.WriteAllTextAsync(pem, certificate.ExportCertificatePem());
        }

        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => LocalHttps.UseHttpAndHttps(listen, certificate)));
    }

    builder.Services.AddSingleton<IConnectionListenerFactory>(provider => new BoundedTransport(
        provider.GetRequiredService<IOptions<SocketTransportOptions>>(),
        provider.GetRequiredService<ILoggerFactory>(),
        provider.GetRequiredService<TimeProvider>()));
    builder.Configuration["AllowedHosts"] ??= "localhost;127.0.0.1";

    // An empty body, as with every refusal that is not the API's: clients of this API read JSON, not HTML.
    builder.Services.Configure<HostFilteringOptions>(options => options.IncludeFailureMessage = false);
    builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);

    // What the settings say counts: then the file, or another one, may not be wanted for statements.
    var section = builder.Configuration.GetSection("Mockhaus:Statements");
    if (settings.TryGetValue("--redis", out var redis))
    {
        section["Type"] ??= nameof(StatementStoreType.Redis);
        section["Redis:Configuration"] ??= redis;
    }
    else if (file is not null)
    {
        section["Type"] ??= nameof(StatementStoreType.Hybrid);
        section["DuckDb:Path"] ??= $"{file}.statements.db";
    }

    var statements = builder.Services.AddMockhausStatements();
    if (section["Redis:Configuration"] is not null)
    {
        statements.UseRedisStore();
    }

    statements
        .ConfigureSqlApi()
        .UseAdoNet(_ => database.Source, options => options.ConfigureCommand = DuckDbGuard.Check);
    var health = builder.Services.AddHealthChecks().AddMockhausStatements();
    if (database.Source is DuckDbFileDataSource users)
    {
        health.AddDuckDbFile(users);
    }

    await using var app = builder.Build();

    // Before any file is made.
    app.Services.GetRequiredService<IStartupValidator>().Validate();

    var tables = database.Open();

    app.MapMockhausStatements();
    app.MapHealthChecks("/health");
    await app.StartAsync();
    var url = app.Urls.FirstOrDefault()?.Replace("https:", "http:", StringComparison.Ordinal) ?? "the test server";
    Welcome(url, file ?? "in memory", PlaceOf(app.Services), tables);
    if (certificate is not null)
    {
        LocalHttps.Present(certificate, url.Replace("http:", "https:", StringComparison.Ordinal), settings.GetValueOrDefault("--cert-file"));
    }

    Console.WriteLine("\nCtrl+C stops it.");
    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception exception) when (
    exception is IOException or UnauthorizedAccessException or DuckDBException or ArgumentException or StatementStoreException
        or OptionsValidationException or InvalidOperationException or AggregateException)
{
    // What a person can mend: a port in use, a file that is no database or is open elsewhere, a setting that is none.
    var causes = exception is AggregateException many ? many.InnerExceptions : [exception];
    await Console.Error.WriteLineAsync($"Cannot start: {string.Join(' ', causes.Select(cause => cause.Message))}");
    return 1;
}

static string PlaceOf(IServiceProvider services)
{
    var path = services.GetRequiredService<IOptions<DuckDbStoreOptions>>().Value.Path;
    var store = services.GetRequiredService<IStatementStore>();
    return store is RedisStatementStore ? $"{store}, for all servers that share it" : services.GetRequiredService<IOptions<MockhausStatementsOptions>>().Value.Type switch
    {
        StatementStoreType.DuckDb => $"{path}",
        StatementStoreType.Hybrid => $"{path}, with memory before it",
        _ => "in memory; a restart forgets them",
    };
}

static void Welcome(string url, string place, string statements, List<string> tables) => Console.WriteLine(
    $$"""
    Serving Snowflake's SQL API on {{url}}/api/v2/statements
    Database:   {{place}}
    Statements: {{statements}}
    Tables:     {{(tables.Count == 0 ? "none yet" : string.Join(", ", tables))}}

    Try:
      curl -s {{url}}/api/v2/statements -H 'Authorization: Bearer me' -H 'Content-Type: application/json' \
        -d '{"statement": "select 42 as answer"}'
    """);

/// <summary>The program; public, so that tests can run it in process.</summary>
public partial class Program;
