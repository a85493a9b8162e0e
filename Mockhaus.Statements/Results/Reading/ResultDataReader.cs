using System.Collections;
using System.Data.Common;

namespace Mockhaus.Statements.Results;

/// <summary>A forward-only ADO.NET reader of a stored result, one batch at a time.</summary>
internal sealed partial class ResultDataReader(StoredResult result) : DbDataReader, IDbColumnSchemaGenerator
{
    private BatchCursor? _batch;
    private int _nextBatch;
    private bool _isOnRow;
    private bool _isClosed;
    private (int Ordinal, string Text)? _chars;

    public override int Depth => Open(0);

    public override int FieldCount => Open(result.Columns.Count);

    public override bool HasRows => Open(result.Manifest.RowCount > 0);

    public override bool IsClosed => _isClosed;

    public override int RecordsAffected => result.Manifest.Stats is { } stats
        ? (int)Math.Min(stats.RowsInserted + stats.RowsUpdated + stats.RowsDeleted, int.MaxValue)
        : -1;

    public override bool Read() => ReadAsync(CancellationToken.None).GetAwaiter().GetResult();

    public override Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<bool>(cancellationToken);
        }

        // After a read that throws there is no current row.
        (_chars, _isOnRow) = (null, false);
        _isOnRow = _batch?.MoveNext() == true;
        return _isOnRow ? Task.FromResult(true) : ReadNextBatchAsync(cancellationToken);
    }

    public override bool NextResult()
    {
        // There is only one result. Moving past it leaves its rows.
        ThrowIfClosed();
        (_batch, _isOnRow, _nextBatch) = (null, false, result.Manifest.Batches.Count);
        return false;
    }

    public override void Close() => (_isClosed, _isOnRow, _batch, _chars) = (true, false, null, null);

    public override IEnumerator GetEnumerator() => new DbEnumerator(this);

    protected override void Dispose(bool disposing)
    {
        Close();
        base.Dispose(disposing);
    }

    private async Task<bool> ReadNextBatchAsync(CancellationToken cancellationToken)
    {
        while (_nextBatch < result.Manifest.Batches.Count)
        {
            _batch = await result.OpenAsync(_nextBatch, cancellationToken).ConfigureAwait(false);
            _nextBatch++;
            ThrowIfClosed();
            if (_batch.MoveNext())
            {
                _isOnRow = true;
                return true;
            }
        }

        _batch = null;
        return false;
    }

    private Cell CellAt(int ordinal)
    {
        ThrowIfClosed();
        return _isOnRow && _batch is not null
            ? _batch.Row[result.Columns.Checked(ordinal)]
            : throw new InvalidOperationException("The reader has no current row. Read values after Read has returned true.");
    }

    private T Open<T>(T value)
    {
        ThrowIfClosed();
        return value;
    }

    private ResultColumn ColumnAt(int ordinal) => Open(result.Columns[result.Columns.Checked(ordinal)]);

    private void ThrowIfClosed()
    {
        if (_isClosed)
        {
            throw new InvalidOperationException("The reader is closed.");
        }
    }
}
