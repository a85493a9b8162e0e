using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Transfer;

/// <summary>A finished statement of every kind there is, in two sessions.</summary>
internal sealed class StoredKinds(IStatementStore store, FakeTimeProvider clock)
{
    public const string Session = "session-1";
    public const string OtherSession = "session-2";

    private DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Stores all of them. Each has another creation time.</summary>
    public async Task<List<Statement>> AddAllAsync()
    {
        // The first one's request id is another's by the end.
        await SucceedAsync(await StartAsync(requestId: "again"), Packed(0, 5));
        clock.Advance(TimeSpan.FromHours(1));
        await store.PurgeExpiredAsync(Now, TimeSpan.FromHours(24), default);
        await SucceedAsync(await StartAsync(requestId: "again"), Plain(0, 3));

        var parent = await StartAsync();
        parent = await MoveAsync(parent with { Children = [StatementHandle.New(clock), StatementHandle.New(clock)], Version = parent.Version + 1 });
        await SucceedAsync(parent, Plain(0, 1));
        await SucceedAsync(await StartAsync());
        await SucceedAsync(await StartAsync(), Samples.Batch(0, """{"data":[]}""", 0));
        await SucceedAsync(await StartAsync(sql: new string('x', 10_000)), Plain(0, 100), Packed(1, 500), Packed(2, 700), Samples.Batch(3, """{"data":[["z"]]}""", 1));
        await MoveAsync(Samples.Failed(await StartAsync(OtherSession, "failed"), Now));
        var asked = await StartAsync();
        asked = await MoveAsync(asked with { CancelRequestedAt = Now, Version = asked.Version + 1 });
        await MoveAsync(Samples.Cancelled(asked, Now));
        await MoveAsync(Samples.Cancelled(await AddAsync(OtherSession), Now));
        var given = await SucceedAsync(await StartAsync(requestId: "given up"), Packed(0, 9));
        await MoveAsync(given with { Result = null, RowsEvictedAt = Now, Version = given.Version + 1 });
        var released = await SucceedAsync(await StartAsync(OtherSession, "released"), Plain(0, 2));
        await MoveAsync(released.ToTombstone() with { ExpiresAt = Now });
        var read = await SucceedAsync(await StartAsync(OtherSession), Packed(0, 4));
        await store.RefreshExpiryAsync(read.Handle, read.Version, read.ExpiresAt!.Value + TimeSpan.FromMinutes(20), default);
        return await store.ListAsync(new(), default).ToListAsync();
    }

    public async Task<Statement> AddAsync(string session = Session, string? requestId = null, string? sql = null)
    {
        clock.Advance(TimeSpan.FromSeconds(1));
        var statement = Samples.Submitted(clock, session, requestId);
        statement = statement with { Sql = sql ?? statement.Sql };
        (await store.AddAsync(statement, int.MaxValue, default)).Written.Should().BeTrue();
        return statement;
    }

    public async Task<Statement> StartAsync(string session = Session, string? requestId = null, string? sql = null) =>
        await MoveAsync(Samples.Started(await AddAsync(session, requestId, sql), Now));

    public async Task<Statement> SucceedAsync(Statement running, params ResultBatch[] batches)
    {
        foreach (var batch in batches)
        {
            (await store.WriteBatchAsync(running.Handle, batch, default)).Should().BeTrue();
        }

        return await MoveAsync(Samples.Succeeded(running, Now, [.. batches.Select(batch => batch.Info)]));
    }

    public async Task<Statement> MoveAsync(Statement next)
    {
        (await store.ReplaceAsync(next, next.Version - 1, default)).Written.Should().BeTrue("nobody else moves the statement");
        return next;
    }

    /// <summary>Everything that a store has, to be compared with another's.</summary>
    public static async Task<List<(Statement Statement, List<string> Batches)>> AllOfAsync(IStatementStore from, string? session = null)
    {
        var all = new List<(Statement, List<string>)>();
        await foreach (var statement in from.ListAsync(new() { SessionId = session }, default))
        {
            var batches = new List<string>();
            for (var number = 0; number <= (statement.Result?.Batches.Count ?? 0); number++)
            {
                var batch = await from.ReadBatchAsync(statement.Handle, number, default);
                batches.Add(batch is null ? "none" : $"{batch.Info} {Convert.ToBase64String(batch.Payload.Span)}");
            }

            all.Add((statement, batches));
        }

        return all;
    }

    public static ResultBatch Plain(int number, int rows) => WithChecksum(Samples.Batch(number, Json(rows), rows));

    public static ResultBatch Packed(int number, int rows)
    {
        var json = Encoding.UTF8.GetBytes(Json(rows));
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(json);
        }

        return WithChecksum(new(new(number, rows, json.Length, (int)packed.Length, BatchEncoding.Gzip), packed.ToArray()));
    }

    private static ResultBatch WithChecksum(ResultBatch batch) =>
        batch with { Info = batch.Info with { Checksum = XxHash3.HashToUInt64(batch.Payload.Span) } };

    private static string Json(int rows) => $$"""{"data":[{{string.Join(',', Enumerable.Range(0, rows).Select(row => $"[\"{row}\",\"ünï {row}\"]"))}}]}""";
}
