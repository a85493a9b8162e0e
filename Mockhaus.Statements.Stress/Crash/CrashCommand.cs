using System.Globalization;

namespace Mockhaus.Statements.Stress.Crash;

/// <summary><c>crash --rounds N --seed N</c>: kills a process that writes, again and again, and counts what is not as it was acknowledged.</summary>
internal static class CrashCommand
{
    public const string Verb = "crash";

    private const int Rounds = 20;
    private const int RoundsOfAFile = 10;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var rounds = CommandLine.Number(arguments, "--rounds", Rounds);
        var seed = CommandLine.Number(arguments, "--seed", Random.Shared.Next());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}"));
        var random = new Random(seed);
        var tally = new CrashTally();
        while (tally.Rounds < rounds)
        {
            await FileAsync(Math.Min(RoundsOfAFile, rounds - tally.Rounds), random, tally);
        }

        Console.WriteLine(tally);
        return tally.Faults == 0 ? 0 : 1;
    }

    /// <summary>A file stays where it is when something is wrong with it, and nothing more is done to it.</summary>
    private static async Task FileAsync(int rounds, Random random, CrashTally tally)
    {
        var folder = Directory.CreateDirectory(Path.Combine("artifacts", "crash", string.Create(CultureInfo.InvariantCulture, $"{tally.Rounds}-{random.Next():x}"))).FullName;
        var file = new CrashFile(folder, random, tally);
        var faults = tally.Faults;
        for (var round = 0; round < rounds && tally.Faults == faults; round++)
        {
            var before = tally.Acknowledged;
            var isOpened = await file.RoundAsync();
            tally.Rounds++;
            tally.Opened += isOpened ? 1 : 0;
            await Console.Error.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"round {tally.Rounds}: {tally.Acknowledged - before} acknowledged{(isOpened ? "" : ", NOT OPENED")}"));
        }

        if (tally.Faults == faults)
        {
            Directory.Delete(folder, recursive: true);
        }
        else
        {
            await Console.Error.WriteLineAsync($"The file is in {folder}; as the crash left it, in 'before'.");
        }
    }
}
