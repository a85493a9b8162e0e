namespace Mockhaus.Statements.Results;

/// <summary>Writes the rows of a running statement, and stores them in batches.</summary>
/// <remarks>
/// <para>For one thread at a time. Each row is converted to bytes once; the rows themselves are not kept. A result of up to
/// <see cref="StatementResultOptions.InlineResultBytes"/> is one batch. A larger result is split into batches of
/// <see cref="StatementResultOptions.ResultBatchSize"/> rows or
/// <see cref="StatementResultOptions.ResultBatchBytes"/>, whichever comes first; all but the first are compressed. With
/// <see cref="ResultPartitioning.Snowflake"/> the first batches are smaller and grow. The statement's
/// parameters can set other limits (<see cref="StatementParameters"/>).</para>
/// <para>Memory use does not grow with the result: a batch is compressed and stored while the next ones are written, and
/// <see cref="EndRowAsync"/> waits while too many are pending.</para>
/// <para>A row can have up to 128 MB of JSON, and a result up to 10,000 columns.</para>
/// </remarks>
public sealed class ResultWriter
{
    internal const int MaxRowBytes = 128 * 1024 * 1024;
    internal const int MaxColumns = 10_000;

    private readonly ResultBuffer _buffer;
    private readonly BatchSplitter _batches;
    private readonly StatementHandle _handle;
    private readonly IBatchSink _sink;
    private readonly long _maxBytes;
    private readonly bool _truncate;
    private readonly ResultSettings _settings;
    private ResultColumn[] _columns = [];
    private long _rowCount;
    private bool _isCutByBytes;
    private bool _isCutByRows;

    internal ResultWriter(StatementHandle handle, IBatchSink sink, MockhausStatementsOptions options, ResultSettings settings)
    {
        (_handle, _sink, _settings) = (handle, sink, settings);
        (_maxBytes, _truncate) = (options.Results.MaxResultBytes, options.Results.TruncateResults);

        // A result that can be truncated has to hold the row that exceeds the limit.
        _buffer = _truncate || settings.MaxRows < long.MaxValue
            ? new(Math.Min(_maxBytes, int.MaxValue) + MaxRowBytes, ResultErrors.RowTooLarge)
            : new(_maxBytes, ResultErrors.TooLarge);
        _batches = new(BatchLimits.From(options, settings), new(handle, sink, options.Results.CompressResults), _buffer);
        Row = new(_buffer, settings.IsNullText);
    }

    /// <summary>The writer of the current row.</summary>
    public RowWriter Row { get; }

    /// <summary>Whether the result has been truncated, at <see cref="StatementResultOptions.MaxResultBytes"/> or at
    /// <see cref="StatementParameters.RowsPerResultset"/>: further rows are dropped, and the executor can stop.</summary>
    public bool IsTruncated => _isCutByBytes || _isCutByRows;

    /// <summary>The number of completed rows. Thread-safe.</summary>
    internal long RowCount => Volatile.Read(ref _rowCount);

    /// <summary>Whether rows were sent to the store.</summary>
    internal bool HasSent => _batches.HasSent;

    /// <summary>The number of rows that a DML statement changed, or null. Set by the executor before it returns.</summary>
    public ResultStats? Stats { get; set; }

    /// <summary>Sets the columns. Call once, before the first row.</summary>
    /// <param name="columns">The columns, at least one.</param>
    /// <exception cref="InvalidOperationException">The result has already been started.</exception>
    /// <exception cref="StatementFailedException">There are more than 10,000 columns.</exception>
    public void Start(IReadOnlyCollection<ResultColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentOutOfRangeException.ThrowIfZero(columns.Count, nameof(columns));
        if (_columns.Length > 0)
        {
            throw new InvalidOperationException("The result has already been started.");
        }

        if (columns.Count > MaxColumns)
        {
            throw ResultErrors.TooManyColumns(columns.Count, MaxColumns);
        }

        // Cells are formatted here, so the output format of their source does not apply.
        var formats = _settings.FormatsOf(columns);
        _columns = [.. columns.Select((column, ordinal) => WithFormat(column, formats?[ordinal]?.Text))];
        Row.Start(_columns, formats);
    }

    /// <summary>Ends the row. Usually completes synchronously; waits for the store while too many batches are pending.</summary>
    /// <param name="cancellationToken">The token of the executor.</param>
    /// <returns>A task that completes when the next row can be written.</returns>
    /// <exception cref="InvalidOperationException">The row has too few cells, the result has no columns yet, or the statement has
    /// ended.</exception>
    /// <exception cref="StatementFailedException">The row or the result is too large.</exception>
    /// <exception cref="StatementStoreException">The store could not store a batch.</exception>
    public ValueTask EndRowAsync(CancellationToken cancellationToken = default)
    {
        Row.EndRow();
        if (_isCutByRows || _rowCount >= _settings.MaxRows)
        {
            _isCutByRows = true;
            _batches.DropRow();
            return ValueTask.CompletedTask;
        }

        if (_batches.RowBytes > MaxRowBytes)
        {
            throw ResultErrors.RowTooLarge(MaxRowBytes);
        }

        if (_isCutByBytes || (_truncate && _batches.Bytes > _maxBytes))
        {
            _isCutByBytes = true;
            _batches.DropRow();
            return ValueTask.CompletedTask;
        }

        ThrowIfTooLarge();
        Volatile.Write(ref _rowCount, _rowCount + 1);
        _batches.EndRow();
        return _batches.HasFull ? _batches.FlushAsync(cancellationToken) : ValueTask.CompletedTask;
    }

    /// <summary>Stores the remaining rows.</summary>
    internal async ValueTask<ResultManifest> CompleteAsync(CancellationToken cancellationToken)
    {
        // Checked again, because the executor may have ignored the exception of a row.
        Row.ThrowIfOpen();
        ThrowIfTooLarge();
        if (_columns.Length == 0)
        {
            return await StatusResult.StoreAsync(_handle, _sink, cancellationToken).ConfigureAwait(false) with { Stats = Stats };
        }

        return new(_columns, _rowCount, await _batches.CompleteAsync(cancellationToken).ConfigureAwait(false))
        {
            Stats = Stats,
            IsTruncated = _isCutByBytes,
        };
    }

    private static ResultColumn WithFormat(ResultColumn column, string? format) =>
        column.OutputFormat == format ? column : column with { OutputFormat = format };

    private void ThrowIfTooLarge()
    {
        if (_batches.Bytes > _maxBytes)
        {
            throw ResultErrors.TooLarge(_maxBytes);
        }
    }

    /// <summary>Returns the buffer. Nothing can be written afterwards.</summary>
    internal void Release()
    {
        _batches.Abandon();
        _buffer.Release();
    }
}
