using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Mockhaus.Statements.Tests.Stores.Redis.Faults;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Stores.Redis.Histories;

/// <summary>Two processes do all they can to the same statements while everything breaks. What each has seen of a statement has to have an order.</summary>
/// <remarks>MOCKHAUS_HISTORIES=n makes n rounds instead of a few; ./build.sh redis-history does that.</remarks>
public sealed class HistoryTests : FaultFixture
{
    private const int FewRounds = 10;
    private const int Ticks = 1_000;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>Always: what is acknowledged has to be there after a kill.</summary>
    protected override Task<RedisServer> ServerAsync() => RedisServer.StartAsync("--appendfsync", "always");

    [Test]
    public async Task What_two_processes_see_of_a_statement_while_everything_breaks_has_an_order()
    {
        var rounds = int.Parse(Environment.GetEnvironmentVariable("MOCKHAUS_HISTORIES") ?? $"{FewRounds}", CultureInfo.InvariantCulture);
        await using var otherProxy = new TcpProxy(Server.Port);
        TcpProxy[] proxies = [Proxy, otherProxy];

        // One that gives up soon, and one that asks again and again.
        using var first = Start(proxies[0], 0, 400);
        using var second = Start(proxies[1], 1, 5_000);
        var (histories, unknown, calls) = (0, 0, 0);
        try
        {
            for (var round = 0; round < rounds; round++)
            {
                var history = await RunAsync(round, [first, second], proxies);
                histories += history.Count;
                calls += history.Values.Sum(some => some.Count);
                unknown += history.Values.Sum(some => some.Count(call => call.Outcome is null));
                foreach (var (handle, some) in history)
                {
                    HistoryChecker.HasOrder([.. some]).Should().BeTrue($"round {round} of {handle}: {string.Join(Environment.NewLine, some.OrderBy(call => call.Begin))}");
                }
            }
        }
        finally
        {
            first.Kill(entireProcessTree: true);
            second.Kill(entireProcessTree: true);
        }

        await TestContext.Out.WriteLineAsync($"{histories} histories of {calls} calls, {unknown} of them without an answer: each has an order.");
        calls.Should().Be(rounds * 6 * 2 * 3 * 5);
        unknown.Should().BePositive("faults that nobody notices test nothing");
    }

    private Process Start(TcpProxy proxy, int number, int callTimeout) => ProgramRun.Start(
        ProgramRun.Stress, TestContext.CurrentContext.WorkDirectory, "redis-history-work", $"127.0.0.1:{proxy.Port}", Prefix, $"{number}", $"{callTimeout}");

    private async Task<IReadOnlyDictionary<string, List<HistoryCall>>> RunAsync(int round, Process[] processes, TcpProxy[] proxies)
    {
        var random = new Random(round);
        using var ended = new CancellationTokenSource();
        var breaking = BreakAsync(round % 5, random, proxies, ended.Token);
        var lines = await Task.WhenAll(processes.Select(process => AskAsync(process, round))).WaitAsync(Limit);
        await ended.CancelAsync();
        await breaking;
        var histories = new ConcurrentDictionary<string, List<HistoryCall>>();
        foreach (var (handle, call) in lines.SelectMany(some => some).Select(HistoryCall.Parse))
        {
            histories.GetOrAdd(handle, _ => []).Add(call);
        }

        return histories;
    }

    private static async Task<List<string>> AskAsync(Process process, int round)
    {
        await process.StandardInput.WriteLineAsync($"{round}");
        await process.StandardInput.FlushAsync();
        var lines = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line && line != "end")
        {
            lines.Add(line);
        }

        return lines;
    }

    private async Task BreakAsync(int fault, Random random, TcpProxy[] proxies, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            var proxy = proxies[random.Next(proxies.Length)];
            await PauseAsync(random, 30);
            switch (fault)
            {
                case 0:
                    proxy.Cut();
                    break;
                case 1:
                    proxy.Swallow();
                    await PauseAsync(random, 30);
                    proxy.Cut();
                    break;
                case 2:
                    // The next one of a kind comes late, and is sent again before.
                    _ = proxy.WhenAsked(
                        Scripts.HashOf(new[] { "add", "replace", "remove" }[random.Next(3)]), ProxyLoss.Sender, () => PauseAsync(random, 400));
                    break;
                case 3:
                    Server.Pause();
                    await PauseAsync(random, 700);
                    Server.Resume();
                    break;
                default:
                    await Server.KillAsync();
                    await PauseAsync(random, 500);
                    await Server.StartAsync();
                    await PauseAsync(random, 300);
                    break;
            }
        }
    }

    private static Task PauseAsync(Random random, int most) =>
        Task.Delay(TimeSpan.FromTicks(random.Next(most * Ticks) * (TimeSpan.TicksPerMillisecond / Ticks)), TimeProvider.System);
}
