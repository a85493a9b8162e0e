using System.Globalization;
using Mockhaus.Statements.Results;
using StackExchange.Redis;

namespace Mockhaus.Statements.Redis;

/// <summary>Writes and reads batches, on a connection of their own. A batch is sent in parts, so that other calls wait for a short time
/// only.</summary>
/// <remarks>Parts are plain strings, written before a script makes a batch of them: Lua copies the arguments of a script, which took four
/// times as long for 64 KB (measured).</remarks>
internal sealed class RedisBatches(RedisCalls calls, RedisKeys keys)
{
    /// <summary>The length of a part. A small answer waited 28 ms behind 64 MB in one piece, also on another connection
    /// (measured).</summary>
    public const int PartLength = 512 * 1024;

    /// <summary>How many parts are in flight at once: enough to use the bandwidth, and no more.</summary>
    private const int Ahead = 4;

    private const int MaxTries = 3;
    private const string Writing = "write a batch of";
    private const string Reading = "read a batch of";

    /// <summary>The time to live of a part that is not yet in a batch. Each part has it, so that none stays for ever when the rest is not
    /// sent; and only a part that does not exist yet is set: one that is sent a second time may belong to a batch already, which is kept
    /// for longer.</summary>
    private static readonly TimeSpan PartsKept = TimeSpan.FromMinutes(1);

    public async ValueTask<bool> WriteAsync(StatementHandle handle, ResultBatch batch)
    {
        var count = Math.Max(1, (batch.Payload.Length + PartLength - 1) / PartLength);
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var token = CallToken.New();
            if (await WriteAsync(handle, batch, token, count, isFirst: tries == 0).ConfigureAwait(false) is not -1 and var end)
            {
                return end == 1;
            }

            // Parts were missing: a connection broke in between, or Redis has lost them. All parts are sent again.
        }

        throw RedisErrors.Failed(Writing, handle, $"Parts of batch {batch.Info.Number} were missing each time when the last one had come.");
    }

    public async ValueTask<ResultBatch?> ReadAsync(StatementHandle handle, int number, CancellationToken cancellationToken)
    {
        using var first = await GetAsync(handle, keys.Batch(handle, number), cancellationToken).ConfigureAwait(false);
        if (first is null)
        {
            return null;
        }

        var header = BatchHeader.Read(first.Memory, out var start);
        if (header?.Info.Number != number || start.Length > header.Info.StoredBytes)
        {
            throw Damaged(handle, number);
        }

        // Parts are read into pooled memory of the client, and joined in the only array that is allocated.
        var payload = GC.AllocateUninitializedArray<byte>(header.Info.StoredBytes);
        start.CopyTo(payload);
        var filled = header.Parts == 1
            ? start.Length
            : await ReadPartsAsync(handle, header, payload, start.Length, cancellationToken).ConfigureAwait(false);
        var batch = new ResultBatch(header.Info, payload.AsMemory(0, filled));
        return batch.IsIntact() ? batch : throw Damaged(handle, number);
    }

    private static ReadOnlyMemory<byte> SlicePart(ResultBatch batch, int number) =>
        batch.Payload.Slice(number * PartLength, Math.Min(PartLength, batch.Payload.Length - (number * PartLength)));

    private static StatementStoreException Damaged(StatementHandle handle, int number) => RedisErrors.DamagedBatch(Reading, handle, number);

    private async ValueTask<int> WriteAsync(StatementHandle handle, ResultBatch batch, CallToken token, int count, bool isFirst)
    {
        var number = batch.Info.Number;
        var sent = new Queue<Task>(Ahead);
        for (var part = 1; part < count; part++)
        {
            if (sent.Count == Ahead)
            {
                await sent.Dequeue().ConfigureAwait(false);
            }

            sent.Enqueue(calls.CallAsync(
                Writing,
                handle,
                (Key: keys.Part(handle, number, token, part), Bytes: SlicePart(batch, part)),
                static (database, call) => database.StringSetAsync(call.Key, call.Bytes, PartsKept, When.NotExists),
                CancellationToken.None).AsTask());
        }

        // The first part and the script are sent together, after the others without waiting for them: a connection keeps the order, and
        // the script checks.
        var answer = CommitAsync(handle, batch, token, count, isFirst);
        await Task.WhenAll([answer, .. sent]).ConfigureAwait(false);
        return await answer.ConfigureAwait(false);
    }

    private async Task<int> CommitAsync(StatementHandle handle, ResultBatch batch, CallToken token, int count, bool isFirst)
    {
        var number = batch.Info.Number;
        var first = keys.Part(handle, number, token, 0);
        RedisValue bytes = BatchSegment.Join(
            new BatchHeader(token, count, batch.Info).ToBytes(), SlicePart(batch, 0));
        RedisKey[] touched = [keys.Statement(handle), keys.Batch(handle, number), first];
        RedisValue[] values = [string.Create(CultureInfo.InvariantCulture, $":{number}"), token.ToString(), count, (int)StatementStatus.Running, StoredFields.Format];

        // The script checks whether the part exists, so its answer is not waited for; the second attempt gets the error of the part.
        var flags = isFirst ? CommandFlags.FireAndForget : CommandFlags.None;
        var answer = await calls.CallAsync(
            Writing,
            handle,
            (touched, values, bytes, flags),
            static async (database, call) =>
            {
                var together = database.CreateBatch();
                var set = together.StringSetAsync(call.touched[2], call.bytes, PartsKept, When.NotExists, call.flags | RedisCalls.Primary);
                var commit = RedisScript.Batch.RunAsync(database, call.touched, call.values, together);
                together.Execute();
                await Task.WhenAll(set, commit).ConfigureAwait(false);
                return await commit.ConfigureAwait(false);
            },
            CancellationToken.None).ConfigureAwait(false);
        return (int)answer;
    }

    private ValueTask<Lease<byte>?> GetAsync(StatementHandle handle, RedisKey key, CancellationToken cancellationToken) =>
        calls.CallAsync(Reading, handle, key, static (database, key) => database.StringGetLeaseAsync(key, RedisCalls.Primary), cancellationToken);

    /// <returns>The number of bytes that are filled.</returns>
    private async ValueTask<int> ReadPartsAsync(
        StatementHandle handle, BatchHeader header, byte[] payload, int filled, CancellationToken cancellationToken)
    {
        var (asked, next) = (new Queue<Task<Lease<byte>?>>(Ahead), 1);
        while (next < header.Parts || asked.Count > 0)
        {
            if (next < header.Parts && asked.Count < Ahead)
            {
                asked.Enqueue(GetAsync(handle, keys.Part(handle, header.Info.Number, header.Token, next++), cancellationToken).AsTask());
                continue;
            }

            using var part = await asked.Dequeue().ConfigureAwait(false);
            if (part is null || part.IsEmpty || part.Length > payload.Length - filled)
            {
                throw Damaged(handle, header.Info.Number);
            }

            part.Span.CopyTo(payload.AsSpan(filled));
            filled += part.Length;
        }

        return filled;
    }
}
