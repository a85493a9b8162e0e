using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Stress.Crash;

/// <summary>The process that looks at what is left: it says every statement and every batch in the file.</summary>
internal static class CrashDump
{
    public const string Verb = "crash-dump";

    /// <summary>Leaves the file as it is after opening, to be killed once more, rather than closing it.</summary>
    public const string Leave = "leave";

    /// <summary>Stands behind a statement that is found otherwise by handle or by request id than it is listed.</summary>
    public const string Inconsistent = "inconsistent";

    /// <param name="arguments">The file, and whether to leave it.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        using var log = new CrashLog();
        var store = CrashWork.Open(arguments[0]);
        var count = 0;
        await foreach (var statement in store.ListAsync(new(), CancellationToken.None))
        {
            count++;
            List<string> words = [statement.Handle.ToString(), statement.Status.ToString(), CrashContent.Print(statement)];
            for (var number = 0; number < CrashCaller.MaxBatches; number++)
            {
                if (await store.ReadBatchAsync(statement.Handle, number, CancellationToken.None) is { } batch)
                {
                    words.Add($"{number}:{CrashContent.Print(batch)}");
                }
            }

            if (!await IsConsistentAsync(store, statement))
            {
                words.Add(Inconsistent);
            }

            log.Say(CrashLog.Found, [.. words]);
        }

        log.Say(CrashLog.End, CrashLog.Number(count));
        if (arguments.Contains(Leave))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
        }

        await store.DisposeAsync();
        return 0;
    }

    private static async Task<bool> IsConsistentAsync(DuckDbStatementStore store, Statement statement)
    {
        var found = await store.FindAsync(statement.Handle, CancellationToken.None);
        var holder = statement.RequestId is null
            ? statement
            : await store.FindByRequestIdAsync(statement.SessionId, statement.RequestId, CancellationToken.None);
        return found is not null && CrashContent.Print(found) == CrashContent.Print(statement) && holder?.Handle == statement.Handle;
    }
}
