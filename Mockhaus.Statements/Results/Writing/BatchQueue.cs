using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Compression;
using System.IO.Hashing;

namespace Mockhaus.Statements.Results;

/// <summary>Compresses batches and stores them while the next rows are written. The number of pending batches is limited.</summary>
/// <remarks>For one thread at a time. Batches are compressed in parallel on the thread pool, and stored in order.</remarks>
internal sealed class BatchQueue(StatementHandle handle, IBatchSink sink, bool compress)
{
    /// <summary>More batches would not be compressed faster, and each keeps its rows in memory.</summary>
    private static readonly int MostUnderWay = Math.Clamp(Environment.ProcessorCount, 2, 4);

    private readonly Queue<Task<ResultBatchInfo>> _underWay = [];
    private readonly ConcurrentBag<MemoryStream> _idle = [];
    private readonly List<ResultBatchInfo> _stored = [];
    private int _sent;

    public bool IsEmpty => _sent == 0;

    /// <summary>Adds a batch. Waits for the oldest one while too many are pending.</summary>
    public async ValueTask SendAsync(RowSlice rows, CancellationToken cancellationToken)
    {
        while (_underWay.Count >= MostUnderWay || (_underWay.TryPeek(out var oldest) && oldest.IsCompleted))
        {
            _stored.Add(await _underWay.Dequeue().ConfigureAwait(false));
        }

        // The first batch is part of a larger response and is never compressed.
        var number = _sent++;
        _underWay.Enqueue(number == 0 || !compress
            ? StoreAsync(rows, number, BatchEncoding.Identity, cancellationToken)
            : Task.Run(() => StoreAsync(rows, number, BatchEncoding.Gzip, cancellationToken), cancellationToken));
    }

    /// <summary>Waits until all batches are stored.</summary>
    public async ValueTask<IReadOnlyList<ResultBatchInfo>> CompleteAsync()
    {
        while (_underWay.TryDequeue(out var oldest))
        {
            _stored.Add(await oldest.ConfigureAwait(false));
        }

        return _stored;
    }

    /// <summary>Abandons the pending batches: the statement has ended, so the store refuses them, and their results are ignored.</summary>
    public void Abandon()
    {
        foreach (var task in _underWay)
        {
            task.ContinueWith(
                static ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        _underWay.Clear();
    }

    private async Task<ResultBatchInfo> StoreAsync(RowSlice rows, int number, BatchEncoding encoding, CancellationToken cancellationToken)
    {
        var plain = encoding == BatchEncoding.Identity ? ArrayPool<byte>.Shared.Rent(rows.JsonLength) : [];
        var packed = encoding == BatchEncoding.Identity ? null : _idle.TryTake(out var idle) ? idle : new();
        try
        {
            ReadOnlyMemory<byte> payload;
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                payload = packed is null ? Copy(rows, plain) : Pack(rows, packed);
            }
            finally
            {
                rows.Block.Leave();
            }

            var info = new ResultBatchInfo(number, rows.Rows, rows.JsonLength, payload.Length, encoding)
            {
                Checksum = XxHash3.HashToUInt64(payload.Span),
            };
            return await sink.WriteAsync(new(info, payload), cancellationToken).ConfigureAwait(false)
                ? info
                : throw ResultErrors.NotWanted(handle);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(plain);
            if (packed is not null)
            {
                _idle.Add(packed);
            }
        }
    }

    private static ReadOnlyMemory<byte> Copy(in RowSlice rows, byte[] plain)
    {
        rows.CopyTo(plain);
        return plain.AsMemory(0, rows.JsonLength);
    }

    private static ReadOnlyMemory<byte> Pack(in RowSlice rows, MemoryStream packed)
    {
        packed.SetLength(0);
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            rows.WriteTo(gzip);
        }

        return packed.GetBuffer().AsMemory(0, (int)packed.Length);
    }
}
