using System.IO.Compression;
using System.Runtime.ExceptionServices;

namespace Mockhaus.Statements.Results;

/// <summary>Decides where a result is cut into batches, packs them and hands them to the store.</summary>
/// <remarks>
/// The buffer holds the opening of a batch and then rows, each with a comma behind it. While the result may still be
/// answered in one piece, the cuts are only noted; the row that makes it outgrow that sends all of them off.
/// </remarks>
internal sealed class BatchCutter
{
    private readonly StatementHandle _handle;
    private readonly IStatementStore _store;
    private readonly MockhausStatementsOptions _options;
    private readonly ResultBuffer _rows;
    private readonly List<(int End, int Rows)> _full = [];
    private readonly List<ResultBatchInfo> _stored = [];
    private readonly MemoryStream _packed = new();
    private ExceptionDispatchInfo? _failure;
    private long _storedBytes;
    private int _openStart;
    private int _openRows;

    public BatchCutter(StatementHandle handle, IStatementStore store, MockhausStatementsOptions options, ResultBuffer rows)
    {
        (_handle, _store, _options, _rows) = (handle, store, options, rows);
        _rows.Append(Prefix);
        _openStart = Prefix.Length;
    }

    public static ReadOnlySpan<byte> Prefix => "{\"data\":["u8;

    public static ReadOnlySpan<byte> Suffix => "]}"u8;

    /// <summary>Whether batches are ready to go to the store.</summary>
    public bool HasFull => _full.Count > 0 && IsCut;

    /// <summary>How many bytes of JSON the result has by now.</summary>
    public long Bytes => _storedBytes + JsonLength;

    private bool IsCut => _storedBytes > 0 || JsonLength > _options.InlineResultBytes;

    /// <summary>The length of what is in the buffer as one batch: a comma less, and closed.</summary>
    private long JsonLength => _rows.Length - 1L + Suffix.Length;

    /// <summary>Notes the end of a row, and of a batch where one is full.</summary>
    public void EndRow()
    {
        _openRows++;
        if (_openRows >= _options.ResultBatchSize || _rows.Length - _openStart >= _options.ResultBatchBytes)
        {
            _full.Add((_rows.Length, _openRows));
            (_openStart, _openRows) = (_rows.Length, 0);
        }
    }

    /// <summary>Sends the full batches off.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        // An executor that swallows the failure of a batch must not end up with a result that lacks it, or has it twice.
        _failure?.Throw();
        var start = Prefix.Length;
        try
        {
            foreach (var (end, rows) in _full)
            {
                await StoreAsync(start, end, rows, cancellationToken).ConfigureAwait(false);
                start = end;
            }
        }
        catch (Exception exception)
        {
            _failure = ExceptionDispatchInfo.Capture(exception);
            throw;
        }

        _full.Clear();
        _rows.Cut(Prefix.Length, start);
        _openStart = Prefix.Length;
    }

    public async ValueTask<IReadOnlyList<ResultBatchInfo>> CompleteAsync(CancellationToken cancellationToken)
    {
        if (IsCut)
        {
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        if (_rows.Length > Prefix.Length || _stored.Count == 0)
        {
            var rows = _openRows + _full.Sum(batch => batch.Rows);
            await StoreAsync(Prefix.Length, _rows.Length, rows, cancellationToken).ConfigureAwait(false);
        }

        return _stored;
    }

    private async ValueTask StoreAsync(int start, int end, int rows, CancellationToken cancellationToken)
    {
        var uncompressed = Prefix.Length + Math.Max(end - start - 1, 0) + Suffix.Length;
        var encoding = _stored.Count == 0 ? BatchEncoding.Identity : BatchEncoding.Gzip;
        var payload = Pack(start, end, encoding);
        var info = new ResultBatchInfo(_stored.Count, rows, uncompressed, payload.Length, encoding);
        if (!await _store.WriteBatchAsync(_handle, new(info, payload), cancellationToken).ConfigureAwait(false))
        {
            throw ResultErrors.NotWanted(_handle);
        }

        _stored.Add(info);
        _storedBytes += uncompressed;
    }

    private ReadOnlyMemory<byte> Pack(int start, int end, BatchEncoding encoding)
    {
        // The last row's comma makes place for the closing; an empty result has none.
        var rows = _rows.Slice(start, Math.Max(end - 1, start));
        _packed.SetLength(0);
        if (encoding == BatchEncoding.Identity)
        {
            Write(_packed, rows.Span);
        }
        else
        {
            using var gzip = new GZipStream(_packed, CompressionLevel.Fastest, leaveOpen: true);
            Write(gzip, rows.Span);
        }

        return _packed.GetBuffer().AsMemory(0, (int)_packed.Length);
    }

    private static void Write(Stream target, ReadOnlySpan<byte> rows)
    {
        target.Write(Prefix);
        target.Write(rows);
        target.Write(Suffix);
    }
}
