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

var (arguments, exitCode) = new SampleCommandLine().Read(args);
if (arguments is null)
{
    return exitCode;
}

if (arguments is { MigrateFrom: { } from, MigrateTo: { } to })
{
    return await Migration.RunAsync(from, to);
}

try
{
    var file = arguments.Database;
    var port = ushort.TryParse(arguments.Port, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new IOException($"--port is '{arguments.Port}'; it has to be a number from 0 to 65535.");
    if (file is not null && (string.IsNullOrWhiteSpace(file) || file.StartsWith(":memory:", StringComparison.Ordinal)))
    {
        throw new IOException($"--database is '{file}'. Name a file, or leave it out for a database in memory.");
    }

    await using var database = new UserDatabase(file, arguments.Data);

    var builder = WebApplication.CreateSlimBuilder([.. arguments.HostSettings]);
    using var certificate = arguments.Https || arguments.CertificateFile is not null ? LocalHttps.MakeCertificate() : null;
    if (certificate is null)
    {
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
    }
    else
    {
        if (arguments.CertificateFile is { } pem)
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

    // An empty body instead of HTML: clients of this API read JSON.
    builder.Services.Configure<HostFilteringOptions>(options => options.IncludeFailureMessage = false);
    builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);

    // Explicit settings have precedence over --redis and --database.
    var section = builder.Configuration.GetSection("Mockhaus:Statements");
    if (arguments.Redis is { } redis)
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
        .UseAdoNet(_ => database.Source, options =>
        {
            options.ConfigureCommand = DuckDbGuard.Check;
            options.UseSnowflakeFunctions = true;
        });
    var health = builder.Services.AddHealthChecks().AddMockhausStatements();
    if (database.Source is DuckDbFileDataSource users)
    {
        health.AddDuckDbFile(users);
    }

    await using var app = builder.Build();

    // Before any file is created.
    app.Services.GetRequiredService<IStartupValidator>().Validate();

    var tables = database.Open();

    app.MapMockhausStatements();
    app.MapHealthChecks("/health");
    await app.StartAsync();
    var url = app.Urls.FirstOrDefault()?.Replace("https:", "http:", StringComparison.Ordinal) ?? "the test server";
    Welcome(url, file ?? "in memory", PlaceOf(app.Services), tables);
    if (certificate is not null)
    {
        LocalHttps.Present(certificate, url.Replace("http:", "https:", StringComparison.Ordinal), arguments.CertificateFile);
    }

    Console.WriteLine("\nCtrl+C stops it.");
    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception exception) when (
    exception is IOException or UnauthorizedAccessException or DuckDBException or ArgumentException or StatementStoreException
        or OptionsValidationException or InvalidOperationException or AggregateException)
{
    // Errors that the user can correct: a port in use, a file that is not a database or is open elsewhere, a wrong setting.
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
