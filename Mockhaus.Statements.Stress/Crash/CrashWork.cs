using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Stress.Crash;

/// <summary>The process that is killed: some callers change what is in a file, until somebody ends it all.</summary>
internal static class CrashWork
{
    public const string Verb = "crash-work";

    /// <summary>How long tombstones stay, short enough for a round to see them go.</summary>
    public static TimeSpan TombstoneRetention { get; } = TimeSpan.FromMilliseconds(300);

    private const int Callers = 32;

    public static DuckDbStatementStore Open(string path) => new(new() { Path = path, GenerationSize = 1 });

    /// <param name="arguments">The file, and a seed.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var seed = int.Parse(arguments[1], System.Globalization.CultureInfo.InvariantCulture);
        using var log = new CrashLog();
        var store = Open(arguments[0]);
        var adopted = new List<Statement>();
        await foreach (var statement in store.ListAsync(new(), CancellationToken.None))
        {
            // Running ones have no owner any more: their batches are written anew.
            if (!statement.IsFinished || (statement.Sql.Length > 0 && statement.TimeToLive > TimeSpan.FromMinutes(1)))
            {
                adopted.Add(statement);
            }
        }

        log.Say(CrashLog.Ready);
        var callers = Enumerable.Range(0, Callers).Select(number => new CrashCaller(
            store, log, number, new Random(HashOf(seed, number)), adopted.Where((_, at) => at % Callers == number)).WorkAsync());
        try
        {
            await await Task.WhenAny([.. callers, PurgeExpiredAsync(store, log, new Random(seed))]);
        }
        catch (CrashContradiction contradiction)
        {
            log.Say(CrashLog.Contradicted, contradiction.Handle.ToString());
            await Console.Error.WriteLineAsync(contradiction.Message);
        }
        catch (Exception exception)
        {
            await Console.Error.WriteLineAsync(exception.ToString());
        }

        // Without closing: the others still work, and nothing more is to be written.
        Environment.Exit(1);
        return 1;
    }

    private static int HashOf(int seed, int number) => unchecked((seed * 397) ^ number);

    private static async Task PurgeExpiredAsync(DuckDbStatementStore store, CrashLog log, Random random)
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(20, 120)), TimeProvider.System);
            var now = TimeProvider.System.GetUtcNow();
            log.Say(CrashLog.PurgeSubmitted, CrashLog.Number(now.UtcTicks));
            await store.PurgeExpiredAsync(now, TombstoneRetention, CancellationToken.None);
            log.Say(CrashLog.PurgeAcknowledged, CrashLog.Number(now.UtcTicks));
        }
    }
}
