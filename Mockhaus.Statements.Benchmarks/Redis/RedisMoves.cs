using Mockhaus.Statements.Benchmarks.DuckDb;
using Mockhaus.Statements.Redis;
using Mockhaus.Statements.Stores;
using StackExchange.Redis;

namespace Mockhaus.Statements.Benchmarks.Redis;

/// <summary>Moves of many callers at once, each of a statement of its own; against the raw client, running the same script with values
/// that were made beforehand.</summary>
internal static class RedisMoves
{
    private const int Callers = 256;

    public static Comparison Of256 { get; } = new("redis.move.256", 0.8, 200_000, OursAsync, TheirsAsync) { WarmUp = TimeSpan.FromSeconds(3) };

    private static async Task<TimeSpan> OursAsync(int count)
    {
        using var server = await RedisProcess.StartAsync();
        await using var store = await RedisStatementStore.ConnectAsync(new() { Configuration = server.Configuration });
        var statements = await RunningAsync(store);
        return await CallAsync(count, async caller =>
        {
            var next = statements[caller] with { Version = statements[caller].Version + 1 };
            var write = await store.ReplaceAsync(next, statements[caller].Version, CancellationToken.None);
            statements[caller] = write.Written ? next : throw new InvalidOperationException("Nobody else moves it.");
        });
    }

    private static async Task<TimeSpan> TheirsAsync(int count)
    {
        using var server = await RedisProcess.StartAsync();
        await using var store = await RedisStatementStore.ConnectAsync(new() { Configuration = server.Configuration });
        await using var connection = await ConnectionMultiplexer.ConnectAsync(server.Configuration);
        var statements = await RunningAsync(store);
        var hash = await connection.GetServers()[0].ScriptLoadAsync(ScriptText());
        var database = connection.GetDatabase();
        var keys = statements.Select(statement => KeysOf(statement)).ToArray();
        var state = await database.HashGetAsync(keys[0][0], "t");
        var created = await Task.WhenAll(keys.Select(key => database.HashGetAsync(key[0], "c")));
        var versions = statements.Select(statement => statement.Version).ToArray();
        return await CallAsync(count, async caller =>
        {
            var version = versions[caller]++;
            RedisValue token = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToByteArray();
            var answer = await database.ScriptEvaluateAsync(
                hash, keys[caller], [version, token, false, "", "", 1, "", "", 1, created[caller], "v", version + 1, "s", 2, "e", 0, "x", 0, "t", state]);
            if ((int)answer[0] != 1)
            {
                throw new InvalidOperationException("Nobody else moves it.");
            }
        });
    }

    private static RedisKey[] KeysOf(Statement statement)
    {
        var key = $"{new RedisStoreOptions().KeyPrefix}{{{statement.Handle}}}";
        return [key, $"{key}:gone"];
    }

    private static string ScriptText() => TextOf("parts") + TextOf("replace");

    private static string TextOf(string name)
    {
        using var reader = new StreamReader(typeof(RedisStatementStore).Assembly.GetManifestResourceStream($"{name}.lua")!);
        return reader.ReadToEnd();
    }

    private static async Task<Statement[]> RunningAsync(RedisStatementStore store)
    {
        // Its owner's lease lasts as long as the store.
        ((IStatementLeases)store).AcquireLease(StoredLives.New("session").Owner!, static () => { });
        var statements = new Statement[Callers];
        for (var i = 0; i < Callers; i++)
        {
            var submitted = StoredLives.New($"session-{i}");
            await store.AddAsync(submitted, int.MaxValue, CancellationToken.None);
            statements[i] = submitted with { Status = StatementStatus.Running, StartedAt = submitted.CreatedAt, Version = 2 };
            await store.ReplaceAsync(statements[i], 1, CancellationToken.None);
        }

        return statements;
    }

    private static async Task<TimeSpan> CallAsync(int count, Func<int, Task> call)
    {
        var start = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < count / Callers; i++)
            {
                await call(caller);
            }
        })));
        return TimeProvider.System.GetElapsedTime(start);
    }
}
