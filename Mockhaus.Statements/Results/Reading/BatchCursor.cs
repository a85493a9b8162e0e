namespace Mockhaus.Statements.Results;

/// <summary>Enumerates the rows of a batch, and finds the positions of their cells without decoding them.</summary>
/// <remarks>Stored JSON has no white space, so this is a search for quotation marks. Utf8JsonReader would validate every
/// text again.</remarks>
internal sealed class BatchCursor
{
    private readonly StatementHandle _handle;
    private readonly ResultBatchInfo _info;
    private int _read;
    private int _next;

    public BatchCursor(StatementHandle handle, ResultBatchInfo info, ReadOnlyMemory<byte> json, ResultColumns columns)
    {
        (_handle, _info, _next) = (handle, info, RowSlice.Prefix.Length);
        Row = new(columns, json, new int[columns.Count + 1]);
    }

    /// <summary>The current row, valid until the next move.</summary>
    public RowCells Row { get; }

    /// <summary>The current row as an object that can be kept.</summary>
    public ResultRow ToRow() => new(Row with { Starts = [.. Row.Starts] });

    public bool MoveNext()
    {
        var json = Row.Json.Span;
        if (_read == _info.RowCount)
        {
            return json[_next..].SequenceEqual(RowSlice.Suffix) ? false : throw Damaged();
        }

        Skip(json, _read++ == 0 ? "["u8 : ",["u8);
        for (var ordinal = 0; ordinal < Row.Columns.Count; ordinal++)
        {
            if (ordinal > 0)
            {
                Skip(json, ","u8);
            }

            Row.Starts[ordinal] = _next;
            _next = EndOfCell(json, _next);
        }

        Skip(json, "]"u8);
        Row.Starts[^1] = _next;
        return true;
    }

    private void Skip(ReadOnlySpan<byte> json, ReadOnlySpan<byte> expected)
    {
        if (!json[_next..].StartsWith(expected))
        {
            throw Damaged();
        }

        _next += expected.Length;
    }

    private int EndOfCell(ReadOnlySpan<byte> json, int start)
    {
        if (json[start..].StartsWith("null"u8))
        {
            return start + 4;
        }

        if (start >= json.Length || json[start] != '"')
        {
            throw Damaged();
        }

        for (var at = start + 1; at < json.Length; at += 2)
        {
            var found = json[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (found < 0)
            {
                break;
            }

            at += found;
            if (json[at] == '"')
            {
                return at + 1;
            }
        }

        throw Damaged();
    }

    private StatementStoreException Damaged() => StoredResult.Damaged(
        _handle, _info.Number, new InvalidDataException($"There is no row {_read} of {Row.Columns.Count} cells at byte {_next}."));
}
