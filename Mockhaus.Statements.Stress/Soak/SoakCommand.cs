using System.Globalization;

namespace Mockhaus.Statements.Stress.Soak;

/// <summary><c>soak --generations N</c>: lets a store run for as long as it takes to replace all that passes N times, and looks at what it needs.</summary>
internal static class SoakCommand
{
    public const string Verb = "soak";

    public static async Task<int> RunAsync(string[] arguments)
    {
        var size = new SoakSize(
            CommandLine.Number(arguments, "--generations", SoakSize.UsualGenerations),
            CommandLine.Number(arguments, "--live", SoakSize.UsualLive),
            CommandLine.Number(arguments, "--passing", SoakSize.UsualPassing));
        var folder = Directory.CreateTempSubdirectory("mockhaus-soak");
        try
        {
            await using var run = new SoakRun(folder.FullName, size);
            Console.WriteLine(SoakReading.Header);
            await run.RunAsync(Console.WriteLine);
            var (file, fresh) = await run.CompareAsync();
            var (isSmall, isSteady) = (file <= SoakSize.MostGrowth * fresh, run.IsMemorySteady);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"file against a fresh one: {(double)file / fresh:0.00}x, at most {SoakSize.MostGrowth:0.00}x: {(isSmall ? "yes" : "NO")}"));
            Console.WriteLine($"memory steady over the second half: {(isSteady ? "yes" : "NO")}");
            return isSmall && isSteady ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
