using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Microsoft.Extensions.Options;
using Mockhaus.Statements;
using Mockhaus.Statements.Redis;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Transfer;

namespace Mockhaus.SampleServer;

/// <summary>Copies statements and their results from one place to another, as a command of its own.</summary>
internal static partial class Migration
{
    private const int Shown = 20;

    /// <returns>0 when everything is at the target, otherwise 1.</returns>
    public static async Task<int> RunAsync(string from, string to)
    {
        IStatementStore? source = null;
        IStatementStore? target = null;
        try
        {
            // The source first: without a source, no target is created.
            source = await OpenPlaceAsync(from, isSource: true);
            target = await OpenPlaceAsync(to, isSource: false);
            var progress = new ProgressLine();
            var result = await new StatementTransfer(source, target).CopyAsync(progress: progress);
            progress.End();
            await TellAsync(result, NameOf(from, source), NameOf(to, target));
            return result.IsComplete ? 0 : 1;
        }
        catch (Exception exception) when (
            exception is IOException or UnauthorizedAccessException or DuckDBException or ArgumentException or StatementStoreException
                or OptionsValidationException)
        {
            await Console.Error.WriteLineAsync($"Cannot migrate: {exception.Message} What was copied before is not copied again.");
            return 1;
        }
        finally
        {
            await ((target as IAsyncDisposable)?.DisposeAsync() ?? default);
            await ((source as IAsyncDisposable)?.DisposeAsync() ?? default);
        }
    }

    /// <summary>Opens the store at a place of the command line.</summary>
    private static async ValueTask<IStatementStore> OpenPlaceAsync(string place, bool isSource)
    {
        if (RedisPattern().IsMatch(place) && !File.Exists(place))
        {
            return await RedisStatementStore.ConnectAsync(new() { Configuration = place });
        }

        return isSource && !File.Exists(place)
            ? throw new FileNotFoundException($"There is no file '{place}' to migrate from.")
            : new DuckDbStatementStore(new() { Path = place });
    }

    /// <summary>The place as it is displayed; the one on the command line may contain a password.</summary>
    private static string NameOf(string place, IStatementStore store) => store is RedisStatementStore ? $"{store}" : place;

    /// <summary>HOST:PORT, optionally followed by further options of the client, or a URL. With a folder in front it is a file.</summary>
    [GeneratedRegex(@"^rediss?://|^[^/\\]+:\d+(,|$)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex RedisPattern();

    private static async Task TellAsync(TransferResult result, string from, string to)
    {
        Console.WriteLine(
            $"{result.Copied} statements copied from {from} to {to} ({ProgressLine.Megabytes(result.Bytes)} of results), {result.AlreadyThere} were there already.");
        if (result.Gone > 0)
        {
            Console.WriteLine($"{result.Gone} were gone before they could be copied.");
        }

        if (result.Live > 0)
        {
            await Console.Error.WriteLineAsync(
                $"{result.Live} are not finished and were left out. Start a server on {from}, which ends them; then run this again.");
        }

        string[] refused = [.. result.Conflicts.Select(conflict => $"{conflict}"), .. result.Failures.Select(failure => failure.Message)];
        foreach (var line in refused.Take(Shown))
        {
            await Console.Error.WriteLineAsync($"Not copied: {line}");
        }

        if (refused.Length > Shown)
        {
            await Console.Error.WriteLineAsync($"Not copied: {refused.Length - Shown} more.");
        }
    }
}
