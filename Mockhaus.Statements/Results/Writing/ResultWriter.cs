namespace Mockhaus.Statements.Results;

/// <summary>Takes the rows of one running statement and turns them into stored batches as they come.</summary>
/// <remarks>
/// <para>For one thread at a time. A row becomes bytes once; nothing keeps the rows themselves. A result of up to
/// <see cref="MockhausStatementsOptions.InlineResultBytes"/> is one batch. One that outgrows it is cut into batches of
/// <see cref="MockhausStatementsOptions.ResultBatchSize"/> rows or
/// <see cref="MockhausStatementsOptions.ResultBatchBytes"/>, whichever comes first; all but the first are compressed. With
/// <see cref="ResultPartitioning.Snowflake"/> the first batches are smaller and grow. The statement's own
/// parameters may ask for other limits (<see cref="StatementParameters"/>).</para>
/// <para>Memory does not grow with the result: a batch is packed and goes to the store while the next ones are written, and
/// <see cref="EndRowAsync"/> waits while more than a few are on their way.</para>
/// <para>A row may have up to 128 MB of JSON, a result up to 10,000 columns.</para>
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
        (_maxBytes, _truncate) = (options.MaxResultBytes, options.TruncateResults);

        // A result that may be cut has to hold the row by which it is too large, or which is one too many.
        _buffer = _truncate || settings.MaxRows < long.MaxValue
            ? new(Math.Min(_maxBytes, int.MaxValue) + MaxRowBytes, ResultErrors.RowTooLarge)
            : new(_maxBytes, ResultErrors.TooLarge);
        _batches = new(BatchLimits.From(options, settings), new(handle, sink, options.CompressResults), _buffer);
        Row = new(_buffer, settings.IsNullText);
    }

    /// <summary>The row that is being written.</summary>
    public RowWriter Row { get; }

    /// <summary>Whether the result has been cut, at <see cref="MockhausStatementsOptions.MaxResultBytes"/> or at
    /// <see cref="StatementParameters.RowsPerResultset"/>: further rows are dropped, and the executor may stop.</summary>
    public bool IsTruncated => _isCutByBytes || _isCutByRows;

    /// <summary>How many rows are ended. Any thread may ask.</summary>
    internal long RowCount => Volatile.Read(ref _rowCount);

    /// <summary>Whether rows are on their way to the store, or there.</summary>
    internal bool HasSent => _batches.HasSent;

    /// <summary>What a DML statement changed, or null. To be set by the executor before it returns.</summary>
    public ResultStats? Stats { get; set; }

    /// <summary>Names the columns. To be called once, before the first row.</summary>
    /// <param name="columns">The columns, at least one.</param>
    /// <exception cref="InvalidOperationException">Called a second time.</exception>
    /// <exception cref="StatementFailedException">There are more than 10,000 columns.</exception>
    public void Start(IReadOnlyCollection<ResultColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentOutOfRangeException.ThrowIfZero(columns.Count, nameof(columns));
        if (_columns.Length > 0)
        {
            throw new InvalidOperationException("The result has been started already.");
        }

        if (columns.Count > MaxColumns)
        {
            throw ResultErrors.TooManyColumns(columns.Count, MaxColumns);
        }

        // Cells are written anew here: what their source was written in does not count.
        var formats = _settings.FormatsOf(columns);
        _columns = [.. columns.Select((column, ordinal) => WithFormat(column, formats?[ordinal]?.Text))];
        Row.Start(_columns, formats);
    }

    /// <summary>Ends the row. Usually completes at once; waits for the store while several batches are on their way to it.</summary>
    /// <param name="cancellationToken">The executor's token.</param>
    /// <returns>A task that ends when the next row may be written.</returns>
    /// <exception cref="InvalidOperationException">The row has too few cells, there are no columns yet, or the statement has ended meanwhile.</exception>
    /// <exception cref="StatementFailedException">The row or the result is too large.</exception>
    /// <exception cref="StatementStoreException">The store did not take a batch.</exception>
    public ValueTask EndRowAsync(CancellationToken cancellationToken)
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

    /// <summary>Stores what is left.</summary>
    internal async ValueTask<ResultManifest> CompleteAsync(CancellationToken cancellationToken)
    {
        // Again here: an executor may have swallowed what a row threw.
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

    /// <summary>Gives the buffer back; nothing can be written afterwards.</summary>
    internal void Release()
    {
        _batches.Abandon();
        _buffer.Release();
    }
}
