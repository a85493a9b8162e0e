using Mockhaus.Statements.Stress.Server;

namespace Mockhaus.Statements.Stress.Load;

/// <summary>Sessions that work side by side for a while, and the server's memory each second.</summary>
internal sealed class LoadRun(ServerProcess server)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public LoadTally Tally { get; } = new();

    public MemoryCurve Memory { get; } = new();

    public async Task RunAsync(TimeSpan time, int sessions)
    {
        using var end = new CancellationTokenSource(time, TimeProvider.System);
        var work = Task.WhenAll(Enumerable.Range(1, sessions).Select(async number =>
        {
            using var client = server.Client($"load-{number}");
            await new LoadSession(client, Tally).RunAsync(end.Token);
        }));
        do
        {
            Memory.Add(server.Memory);
        }
        while (await Task.WhenAny(work, Task.Delay(Interval, TimeProvider.System)) != work);

        await work;
    }
}
