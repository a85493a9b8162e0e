using System.Text.Json;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Storage;
using StackExchange.Redis;

namespace Mockhaus.Statements.Redis;

/// <summary>The batches of results. Each is a hash of parts, on a connection of its own: what waits behind a part waits for a short time only.</summary>
internal sealed class RedisBatches(RedisCalls calls, RedisKeys keys)
{
    /// <summary>How long a part is. A small answer waited 28 ms behind 64 MB in one piece, also on another connection (measured).</summary>
    public const int PartLength = 256 * 1024;

    /// <summary>How many parts are on their way at once: enough to keep the line full, and no more.</summary>
    private const int Ahead = 4;

    private const int MaxTries = 3;

    /// <summary>For how long parts wait for the rest, in milliseconds.</summary>
    private const long PartsKept = 60_000;

    private const string Writing = "write a batch of";
    private const string Reading = "read a batch of";

    private static readonly RedisValue[] First = ["b", "0"];

    public async ValueTask<bool> WriteAsync(StatementHandle handle, ResultBatch batch)
    {
        var number = batch.Info.Number;
        var token = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        var parts = keys.Parts(handle, number, token);
        var isCut = batch.Payload.Length > PartLength;
        for (var tries = 0; tries < MaxTries; tries++)
        {
            if (isCut)
            {
                await SendAsync(handle, parts, batch.Payload).ConfigureAwait(false);
            }

            var answer = await calls.ChangeAsync(
                Writing,
                handle,
                RedisScript.Batch,
                [keys.Statement(handle), keys.Batch(handle, number), parts],
                $":{number}",
                JsonSerializer.SerializeToUtf8Bytes(batch.Info, StoredJson.Instance.ResultBatchInfo),
                token.ToByteArray(),
                (int)StatementStatus.Running,
                isCut,
                isCut ? RedisValue.EmptyString : batch.Payload).ConfigureAwait(false);
            if ((int)answer >= 0)
            {
                return (int)answer == 1;
            }

            // The parts were gone when they were asked for: Redis has lost them, or took too long. All of it again.
        }

        throw RedisErrors.Failed(Writing, handle, $"The parts of batch {number} were gone each time when the last one had come.");
    }

    public async ValueTask<ResultBatch?> ReadAsync(StatementHandle handle, int number, CancellationToken cancellationToken)
    {
        var key = keys.Batch(handle, number);
        var first = await calls.CallAsync(
            Reading, handle, key, static (database, key) => database.HashGetAsync(key, First), cancellationToken).ConfigureAwait(false);
        if (first is not [{ IsNull: false } info, var part])
        {
            return null;
        }

        var batch = JsonSerializer.Deserialize(((ReadOnlyMemory<byte>)info).Span, StoredJson.Instance.ResultBatchInfo)!;
        ReadOnlyMemory<byte> start = part;
        var payload = start.Length == batch.StoredBytes ? start : await ReadPartsAsync(handle, key, start, batch.StoredBytes, cancellationToken).ConfigureAwait(false);
        var read = new ResultBatch(batch, payload);
        return read.IsIntact()
            ? read
            : throw RedisErrors.Failed(
                Reading,
                handle,
                $"The bytes of batch {number} are not those that were written: their length or their checksum is another.",
                "Submit the statement again.");
    }

    private async ValueTask SendAsync(StatementHandle handle, RedisKey parts, ReadOnlyMemory<byte> payload)
    {
        // With its time to live, so that nothing lies there for ever when the rest does not come.
        var sent = new Queue<Task>();
        sent.Enqueue(calls.ChangeAsync(Writing, handle, RedisScript.Part, [parts], payload[..PartLength], PartsKept).AsTask());
        for (var number = 1; number * PartLength < payload.Length; number++)
        {
            if (sent.Count == Ahead)
            {
                await sent.Dequeue().ConfigureAwait(false);
            }

            sent.Enqueue(SendPartAsync(handle, parts, number, payload.Slice(number * PartLength, Math.Min(PartLength, payload.Length - (number * PartLength)))));
        }

        await Task.WhenAll(sent).ConfigureAwait(false);
    }

    private async Task SendPartAsync(StatementHandle handle, RedisKey parts, int number, ReadOnlyMemory<byte> part) => await calls.CallAsync(
        Writing,
        handle,
        (parts, number, part),
        static (database, call) => database.HashSetAsync(call.parts, call.number, call.part),
        CancellationToken.None).ConfigureAwait(false);

    private async ValueTask<ReadOnlyMemory<byte>> ReadPartsAsync(
        StatementHandle handle, RedisKey key, ReadOnlyMemory<byte> start, int length, CancellationToken cancellationToken)
    {
        var payload = GC.AllocateUninitializedArray<byte>(length);
        if (start.Length > length)
        {
            return payload;
        }

        start.CopyTo(payload);
        var (asked, next, filled) = (new Queue<Task<RedisValue>>(), 1, start.Length);
        while (filled < length)
        {
            while (asked.Count < Ahead && next * PartLength < length)
            {
                asked.Enqueue(calls.CallAsync(
                    Reading,
                    handle,
                    (key, next++),
                    static (database, part) => database.HashGetAsync(part.key, part.Item2),
                    cancellationToken).AsTask());
            }

            ReadOnlyMemory<byte> part = asked.Count > 0 ? await asked.Dequeue().ConfigureAwait(false) : default;
            if (part.IsEmpty || part.Length > length - filled)
            {
                // Shorter than it should be: the checksum tells.
                break;
            }

            part.CopyTo(payload.AsMemory(filled));
            filled += part.Length;
        }

        return filled == length ? payload : payload.AsMemory(0, filled);
    }
}
