using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests;

/// <summary>What has to be done once, when all tests have run.</summary>
[SetUpFixture]
public sealed class TestRun
{
    [OneTimeTearDown]
    public static Task StopServersAsync() => SharedRedis.StopAsync();
}
