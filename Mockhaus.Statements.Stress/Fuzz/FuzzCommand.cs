using System.Globalization;
using Mockhaus.Statements.Stress.Server;

namespace Mockhaus.Statements.Stress.Fuzz;

/// <summary><c>fuzz --requests N --seed N</c>: sends the sample server what no client should send, and judges how it takes that.</summary>
internal static class FuzzCommand
{
    public const string Verb = "fuzz";

    private const int Requests = 10_000;

    // Small, so that what grows is seen soon, that handles expire within the run, and that a few rows are partitions.
    private static readonly string[] Settings =
    [
        "DefaultTimeToLive=00:00:05",
        "TombstoneRetention=00:00:05",
        "CleanupInterval=00:00:01",
        "DefaultTimeout=00:00:05",
        "InlineResultBytes=4096",
        "ResultBatchBytes=4096",
        "MaxResultBytes=1048576",
        "SqlApi:SynchronousWindow=00:00:10",
    ];

    public static async Task<int> RunAsync(string[] arguments)
    {
        var count = CommandLine.Number(arguments, "--requests", Requests);
        var seed = CommandLine.Number(arguments, "--seed", Random.Shared.Next());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}"));
        await using var server = await ServerProcess.StartAsync([], Settings);
        var run = new FuzzRun(server, seed);
        await run.RunAsync(count);
        run.Tally.Tell();
        foreach (var line in server.Failures)
        {
            Console.WriteLine($"log: {line}");
        }

        Console.WriteLine(run.Memory);
        return run.Tally.Faults == 0 && server.Failures.Count == 0 && run.Memory.IsFlat ? 0 : 1;
    }
}
