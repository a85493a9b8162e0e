using Mockhaus.Statements.Tests.SqlApi;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Sample;

/// <summary>Two sample servers as processes on one Redis.</summary>
internal sealed class TwoServers : IAsyncDisposable
{
    private static int _count;

    private TwoServers(SampleProcess first, SampleProcess second) =>
        (First, Second, ToFirst, ToSecond) = (first, second, first.Client(), second.Client());

    public static TimeSpan Lease { get; } = TimeSpan.FromSeconds(2);

    public SampleProcess First { get; }

    public SampleProcess Second { get; }

    public SqlApiClient ToFirst { get; }

    public SqlApiClient ToSecond { get; }

    public static async Task<TwoServers> StartAsync()
    {
        var redis = await SharedRedis.ServerAsync();
        string[] arguments =
        [
            "--redis", redis.Configuration,
            $"--Mockhaus:Statements:Redis:KeyPrefix=two-servers-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}:",
            $"--Mockhaus:Statements:Redis:Lease={Lease}",
        ];
        var servers = await Task.WhenAll(SampleProcess.StartAsync(arguments), SampleProcess.StartAsync(arguments));
        return new(servers[0], servers[1]);
    }

    public async ValueTask DisposeAsync()
    {
        ToFirst.Dispose();
        ToSecond.Dispose();
        await First.DisposeAsync();
        await Second.DisposeAsync();
    }
}
