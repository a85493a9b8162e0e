using System.Runtime.ExceptionServices;

namespace Mockhaus.Statements.Results;

/// <summary>Decides where a result is split into batches.</summary>
/// <remarks>
/// The buffer contains rows, each followed by a comma. While the result may still fit in one batch, the ends of batches are
/// only recorded; the row that exceeds that limit sends all recorded batches.
/// </remarks>
internal sealed class BatchSplitter
{
    private readonly BatchLimits _limits;
    private readonly ResultBuffer _rows;
    private readonly BatchQueue _queue;
    private readonly List<(BufferPosition End, int Rows)> _full = [];
    private ExceptionDispatchInfo? _failure;
    private long _sentBytes;
    private long _openStart;
    private int _openRows;
    private int _openNumber;
    private int _openLimit;
    private BufferPosition _end;

    public BatchSplitter(BatchLimits limits, BatchQueue queue, ResultBuffer rows) =>
        (_limits, _queue, _rows, _openLimit) = (limits, queue, rows, limits.BytesOf(0));

    /// <summary>Whether batches are ready to be stored.</summary>
    public bool HasFull => _full.Count > 0 && IsCut;

    /// <summary>The number of bytes of JSON of the result so far, including the row that is not recorded yet.</summary>
    public long Bytes => _sentBytes + JsonLength;

    /// <summary>The number of bytes of the row that is not recorded yet.</summary>
    public long RowBytes => _rows.Length - _end.Offset;

    /// <summary>Whether a batch was sent to the store.</summary>
    public bool HasSent => !_queue.IsEmpty;

    private bool IsCut => !_queue.IsEmpty || JsonLength > _limits.InlineBytes;

    /// <summary>The length of the buffer as one batch: without the last comma, and with its end.</summary>
    private long JsonLength => _rows.Length - 1 + RowSlice.Frame;

    /// <summary>Records the end of a row, and of a batch if it is full.</summary>
    public void EndRow()
    {
        _openRows++;
        _end = _rows.Position;
        if (_openRows >= _limits.Rows || _end.Offset - _openStart >= _openLimit)
        {
            _full.Add((_end, _openRows));
            (_openStart, _openRows) = (_end.Offset, 0);
            _openLimit = _limits.BytesOf(++_openNumber);
        }
    }

    /// <summary>Discards the row that is not recorded yet.</summary>
    public void DropRow() => _rows.Truncate(_end);

    /// <summary>Sends the full batches to the store. Waits while too many are pending.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        // An executor that ignores the failure of a batch must not get a result without that batch, or with it twice.
        _failure?.Throw();
        try
        {
            await SendAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _failure = ExceptionDispatchInfo.Capture(exception);
            throw;
        }
    }

    public async ValueTask<IReadOnlyList<ResultBatchInfo>> CompleteAsync(CancellationToken cancellationToken)
    {
        if (!IsCut)
        {
            _openRows += _full.Sum(batch => batch.Rows);
            _full.Clear();
        }

        if (_openRows > 0 || (_full.Count == 0 && _queue.IsEmpty))
        {
            _full.Add((_end, _openRows));
            _openRows = 0;
        }

        await FlushAsync(cancellationToken).ConfigureAwait(false);
        return await _queue.CompleteAsync().ConfigureAwait(false);
    }

    /// <summary>Stops sending batches.</summary>
    public void Abandon() => _queue.Abandon();

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        if (_full.Count == 0)
        {
            return;
        }

        // The rows after the last full batch continue in the next buffer.
        var batches = _full.ToArray();
        var start = _rows.Start;
        var (tailStart, tailEnd) = (batches[^1].End, _end);
        var block = _rows.Detach(batches.Length);
        _full.Clear();
        foreach (var part in tailStart.To(tailEnd))
        {
            _rows.Append(part.Span);
        }

        (_end, _openStart) = (_rows.Position, 0);
        foreach (var (end, rows) in batches)
        {
            var slice = RowSlice.Create(block, start, end, rows);
            _sentBytes += slice.JsonLength;
            await _queue.SendAsync(slice, cancellationToken).ConfigureAwait(false);
            start = end;
        }
    }
}
