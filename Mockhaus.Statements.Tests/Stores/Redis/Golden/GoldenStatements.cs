using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Redis;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Stores.Redis.Golden;

/// <summary>The statements of the golden keys: one of each kind, the same for ever.</summary>
internal static class GoldenStatements
{
    public const string Session = "golden {session} ünï";

    private static readonly DateTimeOffset Start = Samples.Start;

    public static ResultBatch First { get; } = Samples.Batch(0, """{"data":[["1","ünï😀"],["2",null]]}""");

    /// <summary>More than fits in one part, and in two.</summary>
    public static ResultBatch Cut { get; } = Checked(Samples.Batch(1, $$"""{"data":[["{{new string('x', 600_000)}}"]]}""", 1));

    public static Statement Submitted { get; } = Make(1, "request-1");

    public static Statement Bare { get; } = Make(2) with
    {
        Bindings = new Dictionary<string, StatementBinding>(),
        Context = StatementContext.Empty,
        QueryTag = null,
        Timeout = null,
        Parent = null,
        StatementCount = 0,
    };

    public static Statement Running { get; } = Samples.Started(Make(3), Start.AddSeconds(1)) with { Children = [Handle(103), Handle(104)] };

    public static Statement CancelAsked { get; } =
        Samples.Started(Make(4), Start.AddSeconds(1)) with { Version = 3, CancelRequestedAt = Start.AddSeconds(2) };

    public static Statement Succeeded { get; } =
        Samples.Succeeded(Samples.Started(Make(5, "request 5 {ü}"), Start.AddSeconds(1)), Start.AddSeconds(2), First.Info, Cut.Info);

    public static Statement Slid { get; } =
        Samples.Succeeded(Samples.Started(Make(6), Start.AddSeconds(1)), Start.AddSeconds(2), First.Info) with { ExpiresAt = Start.AddHours(2) };

    public static Statement Failed { get; } = Samples.Failed(Samples.Started(Make(7), Start.AddSeconds(1)), Start.AddSeconds(2));

    public static Statement Cancelled { get; } = Samples.Cancelled(Make(8), Start.AddSeconds(3));

    public static Statement WithoutRows { get; } =
        Samples.Succeeded(Samples.Started(Make(9), Start.AddSeconds(1)), Start.AddSeconds(2), First.Info) with
        {
            Version = 4,
            Result = null,
            RowsEvictedAt = Start.AddSeconds(4),
        };

    public static Statement Tombstone { get; } = Samples.Failed(Make(10, "request-10"), Start.AddSeconds(2)).ToTombstone();

    public static IReadOnlyList<Statement> All { get; } =
        [Submitted, Bare, Running, CancelAsked, Succeeded, Slid, Failed, Cancelled, WithoutRows, Tombstone];

    /// <summary>Writes them the way they come into Redis in earnest.</summary>
    public static async Task WriteAsync(RedisStatementStore store)
    {
        foreach (var last in All)
        {
            var begin = last with
            {
                Status = StatementStatus.Submitted,
                Version = 1,
                Sql = Submitted.Sql,
                Bindings = last == Bare ? last.Bindings : Submitted.Bindings,
                Context = last == Bare ? last.Context : Submitted.Context,
                StartedAt = null,
                CompletedAt = null,
                ExpiresAt = null,
                CancelRequestedAt = null,
                RowsEvictedAt = null,
                Owner = null,
                Error = null,
                Result = null,
                Children = [],
            };
            (await store.AddAsync(begin, 100, default)).Written.Should().BeTrue();
            if (last.StartedAt is { } startedAt)
            {
                await MoveAsync(store, Samples.Started(begin, startedAt) with { Children = last.Children });
            }

            await FinishAsync(store, begin, last);
        }
    }

    private static async Task FinishAsync(RedisStatementStore store, Statement begin, Statement last)
    {
        if (last.Status == StatementStatus.Succeeded)
        {
            foreach (var batch in new[] { First, Cut }.Take(last == Succeeded ? 2 : 1))
            {
                (await store.WriteBatchAsync(last.Handle, batch, default)).Should().BeTrue();
            }
        }

        if (last == WithoutRows)
        {
            await MoveAsync(store, last with { Version = 3, RowsEvictedAt = null, Result = Slid.Result });
        }
        else if (last == Tombstone)
        {
            await MoveAsync(store, Samples.Failed(begin, last.CompletedAt!.Value));
        }

        if (last == Slid)
        {
            await MoveAsync(store, last with { ExpiresAt = Start.AddHours(1) });
            await store.RefreshExpiryAsync(last.Handle, last.Version, last.ExpiresAt!.Value, default);
        }
        else if (last.Version > 2 || last.IsFinished)
        {
            await MoveAsync(store, last);
        }
    }

    private static async Task MoveAsync(RedisStatementStore store, Statement next) =>
        (await store.ReplaceAsync(next, next.Version - 1, default)).Written.Should().BeTrue();

    private static ResultBatch Checked(ResultBatch batch) =>
        batch with { Info = batch.Info with { Checksum = System.IO.Hashing.XxHash3.HashToUInt64(batch.Payload.Span) } };

    private static StatementHandle Handle(byte number) => new(new Guid(0x019b7a3a, 0x2a34, 0x7f0e, 0x9d, 0x2b, 0, 0, 0, 0, 0, number));

    private static Statement Make(byte number, string? requestId = null) => Samples.Submitted(TimeProvider.System, Session, requestId) with
    {
        Handle = Handle(number),
        CreatedAt = Start,
        Parent = Handle((byte)(number + 200)),
        Children = [],
    };
}
