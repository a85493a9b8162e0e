using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Mockhaus.Statements.AspNetCore;
using Mockhaus.Statements.Tests.SqlApi;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Authentication;

/// <summary>A server whose clock stands still and whose log is kept, for tests of the tokens that it takes.</summary>
public abstract class TokenFixture
{
    protected static readonly DateTimeOffset Now = DateTimeOffset.Parse("2030-01-02T03:04:05Z", CultureInfo.InvariantCulture);

    private protected AllLogs Logs { get; } = new();

    private protected SqlApiServer Server { get; private set; } = null!;

    private protected Asker Asker { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        Server = await SqlApiServer.StartAsync(configureApi: Register, configureBuilder: builder => builder.Services
            .AddSingleton<TimeProvider>(new FakeTimeProvider(Now))
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs)));
        Asker = new(Server.Address);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        Asker.Dispose();
        await Server.DisposeAsync();
        Logs.Dispose();
    }

    /// <summary>Names the users and their tokens.</summary>
    protected abstract void Register(SqlApiOptions options);
}
