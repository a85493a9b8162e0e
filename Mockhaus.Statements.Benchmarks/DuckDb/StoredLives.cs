using System.Text;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Benchmarks.DuckDb;

/// <summary>Statements on their way through a store, with nothing else around it.</summary>
internal static class StoredLives
{
    /// <summary>How many changes one life has: add, start, finish.</summary>
    public const int Changes = 3;

    /// <summary>A result of one row.</summary>
    public static IReadOnlyList<ResultBatch> OneRow { get; } = [Batch(0, Encoding.UTF8.GetBytes("""{"data":[["1"]]}"""))];

    private static readonly StatementOwner Owner = new("bench", Guid.CreateVersion7(TimeProvider.System.GetUtcNow()));

    public static Statement New(string session) => new()
    {
        Handle = StatementHandle.New(TimeProvider.System),
        SessionId = session,
        Sql = "select * from orders where id = 1",
        Status = StatementStatus.Submitted,
        CreatedAt = TimeProvider.System.GetUtcNow(),
        TimeToLive = TimeSpan.FromHours(1),
        Owner = Owner,
        Version = 1,
    };

    /// <summary>One statement from its add to its end, with these batches; without any, it only says that it has one.</summary>
    public static async Task<Statement> LiveAsync(IStatementStore store, string session, params IReadOnlyList<ResultBatch> batches)
    {
        var statement = New(session);
        await store.AddAsync(statement, int.MaxValue, CancellationToken.None);
        var started = statement with { Status = StatementStatus.Running, StartedAt = statement.CreatedAt, Version = 2 };
        await store.ReplaceAsync(started, 1, CancellationToken.None);
        foreach (var batch in batches)
        {
            await store.WriteBatchAsync(statement.Handle, batch, CancellationToken.None);
        }

        var finished = started with
        {
            Status = StatementStatus.Succeeded,
            CompletedAt = statement.CreatedAt,
            ExpiresAt = statement.CreatedAt + statement.TimeToLive,
            Result = new([ResultColumn.Fixed("N", 10)], 1, [.. batches.DefaultIfEmpty(OneRow[0]).Select(batch => batch.Info)]),
            Version = 3,
        };
        await store.ReplaceAsync(finished, 2, CancellationToken.None);
        return finished;
    }

    /// <summary>Many lives by many callers at a time.</summary>
    /// <returns>The handles.</returns>
    public static async Task<List<StatementHandle>> LiveAsync(IStatementStore store, int lives, int callers, params IReadOnlyList<ResultBatch> batches)
    {
        var handles = new List<StatementHandle>[callers];
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var own = handles[caller] = [];
            for (var i = caller; i < lives; i += callers)
            {
                own.Add((await LiveAsync(store, "session-" + caller, batches)).Handle);
            }
        })));
        return [.. handles.SelectMany(own => own)];
    }

    public static ResultBatch Batch(int number, byte[] payload) =>
        new(new(number, 1, payload.Length, payload.Length, BatchEncoding.Identity), payload);
}
