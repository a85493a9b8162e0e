using System.Globalization;
using Mockhaus.Statements.Redis;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Stress.RedisHistory;

/// <summary>One of several processes that do all they can to the same few statements, and tell of each call when it began, when it ended,
/// and with what.</summary>
/// <remarks>
/// For each line that it reads, the number of a round, it tells of that round's calls, one a line: statement, call, begin, end, outcome (<c>+</c> yes,
/// <c>-</c> no, <c>?</c> nobody knows), the version that was expected and of which creation, what was written, and the version, content and
/// creation that stood there then.
/// Times are the system's monotonic clock, which all processes share.
/// </remarks>
internal static class HistoryWork
{
    public const string Verb = "redis-history-work";
    public const string End = "end";

    private const int Statements = 6;
    private const int Clients = 3;
    private const int Calls = 5;
    private const int LongestPause = 25;

    private static readonly DateTimeOffset Created = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <param name="arguments">Configuration, prefix, the number of the process, and how long a call may take in milliseconds.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var process = Number(arguments[2]);
        await using var store = await RedisStatementStore.ConnectAsync(new()
        {
            Configuration = $"{arguments[0]},abortConnect=false",
            KeyPrefix = arguments[1],
            CallTimeout = TimeSpan.FromMilliseconds(Number(arguments[3])),
        });
        while (await Console.In.ReadLineAsync() is { Length: > 0 } line)
        {
            var round = Number(line);
            var lines = await Task.WhenAll(
                from statement in Enumerable.Range(0, Statements)
                from client in Enumerable.Range(0, Clients)
                select WorkAsync(store, HandleOf(round, statement), (process * Clients) + client, new(HashCode.Combine(round, statement, client, process))));
            foreach (var call in lines.SelectMany(calls => calls))
            {
                Console.WriteLine(call);
            }

            Console.WriteLine(End);
        }

        return 0;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static StatementHandle HandleOf(int round, int statement) => new(new Guid(round, (short)statement, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 1));

    private static async Task<List<string>> WorkAsync(RedisStatementStore store, StatementHandle handle, int client, Random random)
    {
        var lines = new List<string>();
        var known = Make(handle, 0);
        for (var call = 0; call < Calls; call++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(LongestPause)), TimeProvider.System);
            var content = (client * 100) + call + 1;
            var kind = call == 0 ? "add" : new[] { "find", "find", "replace", "replace", "replace", "replace", "add", "remove" }[random.Next(8)];
            var (added, next) = (Make(handle, content), known with { Version = known.Version + 1, Error = ErrorOf(content) });
            var begin = TimeProvider.System.GetTimestamp();
            var answer = await TryCallAsync(() => kind switch
            {
                "add" => Of(store.AddAsync(added, int.MaxValue, CancellationToken.None)),
                "replace" => Of(store.ReplaceAsync(next, known.Version, CancellationToken.None)),
                "remove" => Of(store.RemoveAsync(handle, CancellationToken.None)),
                _ => Of(store.FindAsync(handle, CancellationToken.None)),
            });
            var (stands, end) = (answer?.Stands, TimeProvider.System.GetTimestamp());
            lines.Add(string.Join(
                ' ',
                handle,
                kind,
                begin,
                end,
                answer is null ? "?" : answer.Value.Outcome ? "+" : "-",
                known.Version,
                CreationOf(known),
                content,
                stands?.Version ?? 0,
                stands?.Error?.Message ?? "0",
                stands is null ? 0 : CreationOf(stands)));

            // Now and then on an old version, which has to be refused.
            known = stands is not null && random.Next(5) > 0 ? stands : answer is null && kind == "add" ? added : known;
        }

        return lines;
    }

    private static async Task<(bool Outcome, Statement? Stands)?> TryCallAsync(Func<Task<(bool Outcome, Statement? Stands)>> call)
    {
        try
        {
            return await call();
        }
        catch (StatementStoreException)
        {
            // Done or not, or done later.
            return null;
        }
    }

    private static async Task<(bool Outcome, Statement? Stands)> Of(ValueTask<StatementWrite> write)
    {
        var outcome = await write;
        return (outcome.Written, outcome.Current);
    }

    private static async Task<(bool Outcome, Statement? Stands)> Of(ValueTask<bool> removal) => (await removal, null);

    private static async Task<(bool Outcome, Statement? Stands)> Of(ValueTask<Statement?> find) => (true, await find);

    private static long CreationOf(Statement statement) => (statement.CreatedAt - Created).Ticks / TimeSpan.TicksPerMicrosecond;

    private static StatementError ErrorOf(int content) => new("000000", "00000", content.ToString(CultureInfo.InvariantCulture));

    /// <summary>Live all the time, so that no expiry comes in between. Each is created at another time.</summary>
    private static Statement Make(StatementHandle handle, int content) => new()
    {
        Handle = handle,
        SessionId = "histories",
        Sql = "SELECT 1",
        Status = StatementStatus.Running,
        CreatedAt = Created.AddTicks(content * TimeSpan.TicksPerMicrosecond),
        TimeToLive = TimeSpan.FromHours(1),
        Error = ErrorOf(content),
        Version = 1,
    };
}
