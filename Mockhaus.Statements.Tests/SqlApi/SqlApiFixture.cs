using Mockhaus.Statements.AspNetCore;

namespace Mockhaus.Statements.Tests.SqlApi;

/// <summary>One server for the tests of a fixture, and a client of it.</summary>
public abstract class SqlApiFixture
{
    internal SqlApiServer Server { get; private set; } = null!;

    internal SqlApiClient Client { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        Server = await SqlApiServer.StartAsync(Configure, ConfigureApi);
        Client = Server.Client();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }

    protected virtual void Configure(MockhausStatementsOptions options)
    {
    }

    protected virtual void ConfigureApi(SqlApiOptions options)
    {
    }
}
