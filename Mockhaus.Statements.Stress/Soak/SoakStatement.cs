using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Stress.Soak;

/// <summary>A statement of 1 MB. Its rows follow from its seed, so that they can be written a second time.</summary>
internal sealed class SoakStatement(Statement statement, int seed)
{
    private const int Batches = 4;
    private const int BatchBytes = 256 * 1024;

    public Statement Now { get; private set; } = statement;

    /// <summary>Stores a new one as far as it is to come, and keeps it.</summary>
    public static async Task<SoakStatement> AddAsync(IStatementStore store, int seed, bool isFinished, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        var statement = new SoakStatement(
            new()
            {
                Handle = new(new Guid(seed, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8)),
                SessionId = "soak",
                Sql = "select * from rows",
                Status = StatementStatus.Submitted,
                CreatedAt = now,
                TimeToLive = TimeSpan.FromHours(1),
                Version = 1,
            },
            seed);
        await statement.WriteAsync(store, statement.Now with { Status = StatementStatus.Running, StartedAt = now, Version = 2 });
        if (isFinished)
        {
            await statement.FinishAsync(store, now);
        }

        return statement;
    }

    public async Task FinishAsync(IStatementStore store, DateTimeOffset now)
    {
        var next = Finished(Now, now);
        Check((await store.ReplaceAsync(next, Now.Version, CancellationToken.None)).Written);
        Now = next;
    }

    public async Task RefreshExpiryAsync(IStatementStore store, DateTimeOffset now)
    {
        if (Now.ExpiresAt is not null)
        {
            Now = Now with { ExpiresAt = now + Now.TimeToLive };
            await store.RefreshExpiryAsync(Now.Handle, Now.Version, Now.ExpiresAt.Value, CancellationToken.None);
        }
    }

    /// <summary>Writes the same once more, to another store.</summary>
    public async Task CopyAsync(IStatementStore store)
    {
        var last = Now;
        Now = last with { Status = StatementStatus.Submitted, StartedAt = null, CompletedAt = null, ExpiresAt = null, Result = null, Version = 1 };
        await WriteAsync(store, Now with { Status = StatementStatus.Running, StartedAt = last.StartedAt, Version = 2 });
        if (last.IsFinished)
        {
            Check((await store.ReplaceAsync(last, Now.Version, CancellationToken.None)).Written);
            Now = last;
        }
    }

    /// <summary>Whether it is still there, with all its rows.</summary>
    public async Task CheckAsync(IStatementStore store)
    {
        Check((await store.FindAsync(Now.Handle, CancellationToken.None))?.ExpiresAt == Now.ExpiresAt);
        for (var number = 0; number < Batches; number++)
        {
            var found = await store.ReadBatchAsync(Now.Handle, number, CancellationToken.None);
            Check(found is not null && found.Payload.Span.SequenceEqual(Batch(number).Payload.Span));
        }
    }

    private async Task WriteAsync(IStatementStore store, Statement started)
    {
        Check((await store.AddAsync(Now, int.MaxValue, CancellationToken.None)).Written);
        Check((await store.ReplaceAsync(started, Now.Version, CancellationToken.None)).Written);
        Now = started;
        for (var number = 0; number < Batches; number++)
        {
            Check(await store.WriteBatchAsync(Now.Handle, Batch(number), CancellationToken.None));
        }
    }

    private ResultBatch Batch(int number)
    {
        var bytes = new byte[BatchBytes];
        new Random((seed * Batches) + number).NextBytes(bytes);
        return new(Info(number), bytes);
    }

    private static Statement Finished(Statement statement, DateTimeOffset now) => statement with
    {
        Status = StatementStatus.Succeeded,
        CompletedAt = now,
        ExpiresAt = now + statement.TimeToLive,
        Result = new([ResultColumn.Text("T")], Batches, [.. Enumerable.Range(0, Batches).Select(Info)]),
        Version = statement.Version + 1,
    };

    private static ResultBatchInfo Info(int number) => new(number, 1, BatchBytes, BatchBytes, BatchEncoding.Identity);

    private void Check(bool holds)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"{Now} is not in the store as it was written.");
        }
    }
}
