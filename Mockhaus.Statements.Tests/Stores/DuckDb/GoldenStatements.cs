using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Stores.DuckDb;

/// <summary>The statements of a golden file: one of each kind, the same for ever.</summary>
internal static class GoldenStatements
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static ResultBatch First { get; } = Samples.Batch(0, """{"data":[["1","ünï😀"],["2",null]]}""");

    public static ResultBatch Second { get; } = Samples.Batch(1, """{"data":[["3","c"]]}""", 1);

    public static Statement Submitted { get; } = Make(1, "request-1");

    public static Statement Running { get; } = Samples.Started(Make(2), Start.AddSeconds(1));

    public static Statement Succeeded { get; } =
        Samples.Succeeded(Samples.Started(Make(3), Start.AddSeconds(1)), Start.AddSeconds(2), First.Info, Second.Info);

    public static Statement Failed { get; } = Samples.Failed(Samples.Started(Make(4), Start.AddSeconds(1)), Start.AddSeconds(2));

    public static Statement Cancelled { get; } = Samples.Cancelled(Make(5), Start.AddSeconds(3));

    public static Statement WithoutRows { get; } =
        Samples.Succeeded(Samples.Started(Make(6), Start.AddSeconds(1)), Start.AddSeconds(2), First.Info) with { Version = 4, Result = null, RowsEvictedAt = Start.AddSeconds(4) };

    public static Statement Tombstone { get; } = Samples.Failed(Make(7, "request-7"), Start.AddSeconds(2)).ToTombstone();

    public static Statement Removed { get; } = Make(8);

    public static IReadOnlyList<Statement> Kept { get; } = [Submitted, Running, Succeeded, Failed, Cancelled, WithoutRows, Tombstone];

    /// <summary>Writes them the way they come into a file in earnest.</summary>
    public static async Task WriteAsync(DuckDbStatementStore store)
    {
        foreach (var statement in Kept.Append(Removed))
        {
            await AddAsync(store, statement);
        }

        await store.RemoveAsync(Removed.Handle, default);
    }

    private static async Task AddAsync(DuckDbStatementStore store, Statement last)
    {
        var begin = Make(last.Handle.Value.ToByteArray()[15], last.RequestId);
        (await store.AddAsync(begin, 100, default)).Written.Should().BeTrue();
        if (last.StartedAt is not null)
        {
            await ReplaceAsync(store, Samples.Started(begin, last.StartedAt.Value));
            await store.WriteBatchAsync(last.Handle, First, default);
            await store.WriteBatchAsync(last.Handle, Second, default);
        }

        if (last.RowsEvictedAt is not null)
        {
            await ReplaceAsync(store, last with { Version = 3, RowsEvictedAt = null, Result = Succeeded.Result });
        }
        else if (last.Sql.Length == 0)
        {
            await ReplaceAsync(store, Samples.Failed(begin, last.CompletedAt!.Value));
        }

        if (last.IsFinished)
        {
            await ReplaceAsync(store, last);
        }
    }

    private static async Task ReplaceAsync(DuckDbStatementStore store, Statement next) =>
        (await store.ReplaceAsync(next, next.Version - 1, default)).Written.Should().BeTrue();

    private static Statement Make(byte number, string? requestId = null) =>
        Samples.Submitted(TimeProvider.System, "golden session", requestId) with
        {
            Handle = new(new Guid(0x019b7a3a, 0x2a34, 0x7f0e, 0x9d, 0x2b, 0, 0, 0, 0, 0, number)),
            CreatedAt = Start,
            Parent = new(new Guid(0x019b7a3a, 0x2a34, 0x7f0e, 0x9d, 0x2b, 0, 0, 0, 0, 1, number)),
            Children = [],
        };
}
