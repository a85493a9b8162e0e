using Mockhaus.Statements.Stress.Server;

namespace Mockhaus.Statements.Stress.Load;

/// <summary><c>load --seconds N --sessions N</c>: many sessions submit and poll on the sample server, and what that gives is judged.</summary>
internal static class LoadCommand
{
    public const string Verb = "load";

    private const int Seconds = 60;
    private const int Sessions = 64;

    // What has been is gone after some seconds, so that memory that is kept for it would be seen within the run.
    private static readonly string[] Settings = ["DefaultTimeToLive=00:00:05", "TombstoneRetention=00:00:05", "CleanupInterval=00:00:01"];

    public static async Task<int> RunAsync(string[] arguments)
    {
        var seconds = CommandLine.Number(arguments, "--seconds", Seconds);
        var sessions = CommandLine.Number(arguments, "--sessions", Sessions);
        await using var server = await ServerProcess.StartAsync([], Settings);
        var run = new LoadRun(server);
        await run.RunAsync(TimeSpan.FromSeconds(seconds), sessions);
        run.Tally.Tell();
        Console.WriteLine(run.Memory);
        return run.Tally is { Errors: 0, Statements: > 0 } && run.Memory.IsFlat ? 0 : 1;
    }
}
