using System.Globalization;

namespace Mockhaus.Statements.Stress.Large;

/// <summary><c>large --rows N</c>: writes one result of so many rows to a file, reads all of it, lets it expire, and judges what that took.</summary>
internal static class LargeCommand
{
    public const string Verb = "large";

    private const int Rows = 10_000_000;

    /// <summary>Below that many rows all of the result would fit into one of the tables that the store usually makes.</summary>
    private const int Large = 1_000_000;
    private const double MemoryAtMost = 256 * ProcessMemory.MB;

    /// <summary>Of tables: the one that is being filled always stays, and the end of the file may be of use to it.</summary>
    private const int TablesAtMost = 2;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var rows = CommandLine.Number(arguments, "--rows", Rows);
        var generationSize = rows >= Large ? 16 : 1;
        var fileAtMost = TablesAtMost * generationSize * ProcessMemory.MB;
        var folder = Directory.CreateTempSubdirectory("mockhaus-large");
        try
        {
            await using var run = new LargeRun(folder.FullName, generationSize);
            ProcessMemory.CleanUp();
            var idle = ProcessMemory.Private();
            var writing = await WriteAsync(run, rows);

            // Each half by itself: what writing has left to the collector is not taken for what reading needs.
            ProcessMemory.CleanUp();
            var (isRight, reading) = await ReadAsync(run, rows);
            var peak = Math.Max(writing, reading) - idle;
            var full = run.FileSize;
            var isGone = await run.ExpireAsync();
            var left = run.FileSize;
            Tell($"expired, and its handle says so: {Word(isGone)}");
            Tell($"file after expiry: {left / ProcessMemory.MB:0.0} MB of {full / ProcessMemory.MB:0.0} MB, at most {fileAtMost / ProcessMemory.MB:0} MB: {Word(left <= fileAtMost)}");
            Tell($"peak memory over idle: {(writing - idle) / ProcessMemory.MB:0} MB writing, {(reading - idle) / ProcessMemory.MB:0} MB reading, at most {MemoryAtMost / ProcessMemory.MB:0} MB: {Word(peak <= MemoryAtMost)}");
            return isRight && isGone && left <= fileAtMost && peak <= MemoryAtMost ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <returns>The most memory that it took.</returns>
    private static async Task<long> WriteAsync(LargeRun run, int rows)
    {
        var start = TimeProvider.System.GetTimestamp();
        var work = run.WriteAsync(rows);
        var peak = await ProcessMemory.PeakAsync(work);
        var batches = (await work).Batches;
        var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        Tell($"written: {rows} rows, {StatementRuns.MegabytesOf(batches):0} MB of JSON in {batches.Count} partitions, in {seconds:0.0} s");
        return peak;
    }

    /// <returns>Whether all rows are there and right, and the most memory that it took to see that.</returns>
    private static async Task<(bool IsRight, long Peak)> ReadAsync(LargeRun run, int rows)
    {
        var start = TimeProvider.System.GetTimestamp();
        var work = Task.Run(run.ReadAsync);
        try
        {
            var peak = await ProcessMemory.PeakAsync(work);
            var found = await work;
            var isRight = found.Count == rows && found.Sum == LargeRows.SumOf(rows);
            Tell($"read: {found.Count} rows, sum {found.Sum}, in {TimeProvider.System.GetElapsedTime(start).TotalSeconds:0.0} s, each in its place: {Word(isRight)}");
            return (isRight, peak);
        }
        catch (InvalidDataException exception)
        {
            Tell($"read: {exception.Message} NO");
            return (false, 0);
        }
    }

    private static void Tell(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static string Word(bool holds) => holds ? "yes" : "NO";
}
