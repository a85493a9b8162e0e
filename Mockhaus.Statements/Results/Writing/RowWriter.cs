using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;

namespace Mockhaus.Statements.Results;

/// <summary>Writes the cells of a row, from left to right, in Snowflake's text forms.</summary>
/// <remarks>
/// For one thread at a time. Every cell is a JSON string or null. Dates, times and bytes are written in the output format
/// of the statement (<see cref="StatementParameters"/>), if any. Utf8JsonWriter is not used,
/// because it validates structure and encoding for every cell, which costs more than the cells themselves.
/// The method has to match the type of the column, which is not checked. Numbers and times are written without allocations.
/// </remarks>
public sealed class RowWriter
{
    /// <summary>The maximum number of bytes of one reservation.</summary>
    private const int Part = 4096;

    /// <summary>The number of bytes that are converted to text at a time: a multiple of three, so that Base64 has no padding in
    /// between.</summary>
    private const int BinaryPart = 3072;

    private static readonly SearchValues<byte> Escaped = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(c => (byte)c), (byte)'"', (byte)'\\']);

    private readonly ResultBuffer _buffer;
    private readonly bool _isNullText;
    private ResultColumn[] _columns = [];
    private ColumnFormat?[]? _formats;
    private int _ordinal;

    internal RowWriter(ResultBuffer buffer, bool isNullText) => (_buffer, _isNullText) = (buffer, isNullText);

    /// <summary>Writes a NULL.</summary>
    public void WriteNull()
    {
        if (_isNullText)
        {
            WriteString("null"u8);
            return;
        }

        var cell = BeginCell(4);
        "null"u8.CopyTo(cell[1..]);
        EndCell(5);
    }

    /// <summary>Writes text. A lone surrogate becomes U+FFFD.</summary>
    /// <param name="text">The text, of any length.</param>
    public void WriteText(ReadOnlySpan<char> text)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            WriteString(bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Writes UTF-8 text. Invalid UTF-8 becomes U+FFFD.</summary>
    /// <param name="utf8">The text, of any length.</param>
    public void WriteUtf8(ReadOnlySpan<byte> utf8)
    {
        if (Utf8.IsValid(utf8))
        {
            WriteString(utf8);
        }
        else
        {
            WriteText(Encoding.UTF8.GetString(utf8));
        }
    }

    /// <summary>Writes <c>true</c> or <c>false</c>.</summary>
    /// <param name="value">The value.</param>
    public void WriteBoolean(bool value)
    {
        var text = value ? "true"u8 : "false"u8;
        var cell = BeginText(text.Length);
        text.CopyTo(cell);
        EndText(cell, text.Length);
    }

    /// <summary>Writes a whole number.</summary>
    /// <param name="value">The value.</param>
    public void WriteInt64(long value)
    {
        var cell = BeginText(20);
        Utf8Formatter.TryFormat(value, cell, out var length);
        EndText(cell, length);
    }

    /// <summary>Writes a number of a fixed column from its digits without the decimal point, at the scale of the column.</summary>
    /// <param name="unscaled">The value times ten to the power of the scale: 1234567 at scale 2 is 12345.67.</param>
    public void WriteDecimal(Int128 unscaled)
    {
        var scale = ColumnScale;
        var cell = BeginText(48);
        EndText(cell, CellText.FormatDecimal(unscaled, scale, cell));
    }

    /// <summary>Writes a floating point number, in the fewest digits that read back as the same number.</summary>
    /// <param name="value">The value; NaN and infinities are written as <c>NaN</c>, <c>inf</c> and <c>-inf</c>.</param>
    public void WriteReal(double value)
    {
        var cell = BeginText(32);
        EndText(cell, CellText.FormatReal(value, cell));
    }

    /// <summary>Writes a floating point number of single precision, in the fewest digits that read back as the same number.</summary>
    /// <param name="value">The value; NaN and infinities are written as <c>NaN</c>, <c>inf</c> and <c>-inf</c>.</param>
    public void WriteSingle(float value)
    {
        var cell = BeginText(32);
        EndText(cell, CellText.FormatReal(value, cell));
    }

    /// <summary>Writes a date.</summary>
    /// <param name="daysSinceEpoch">Days since 1970-01-01, negative before.</param>
    public void WriteDate(int daysSinceEpoch)
    {
        if (FormatOfTime() is { } format)
        {
            var cell = BeginText(format.MaxLength);
            EndText(cell, format.WriteDate(daysSinceEpoch, cell));
            return;
        }

        WriteInt64(daysSinceEpoch);
    }

    /// <summary>Writes a time of day, at the column's scale.</summary>
    /// <param name="nanosecondsSinceMidnight">Nanoseconds, 0 to 86,400,000,000,000.</param>
    public void WriteTime(long nanosecondsSinceMidnight)
    {
        var (seconds, nanoseconds) = Math.DivRem(nanosecondsSinceMidnight, CellText.NanosecondsPerSecond);
        WriteTimestamp(seconds, (int)nanoseconds);
    }

    /// <summary>Writes a timestamp without offset, at the column's scale; digits beyond it are cut.</summary>
    /// <param name="secondsSinceEpoch">Whole seconds since 1970-01-01, rounded down, and negative before.</param>
    /// <param name="nanoseconds">The nanoseconds of the second, 0 to 999,999,999.</param>
    public void WriteTimestamp(long secondsSinceEpoch, int nanoseconds)
    {
        if (FormatOfTime() is { } format)
        {
            WriteDateTime(format, secondsSinceEpoch, nanoseconds, null);
            return;
        }

        var scale = ColumnScale;
        var cell = BeginText(48);
        EndText(cell, CellText.FormatTimestamp(secondsSinceEpoch, nanoseconds, scale, cell));
    }

    /// <summary>Writes a timestamp with its offset, at the column's scale; digits beyond it are cut.</summary>
    /// <param name="secondsSinceEpoch">Whole seconds since 1970-01-01 UTC, rounded down, and negative before.</param>
    /// <param name="nanoseconds">The nanoseconds of the second, 0 to 999,999,999.</param>
    /// <param name="offsetMinutes">Minutes east of UTC, -1440 to 1440.</param>
    public void WriteTimestampTz(long secondsSinceEpoch, int nanoseconds, int offsetMinutes)
    {
        if (FormatOfTime() is { } format)
        {
            WriteDateTime(format, secondsSinceEpoch, nanoseconds, offsetMinutes);
            return;
        }

        var scale = ColumnScale;
        var cell = BeginText(64);
        var length = CellText.FormatTimestamp(secondsSinceEpoch, nanoseconds, scale, cell);
        cell[length++] = (byte)' ';
        Utf8Formatter.TryFormat(offsetMinutes + 1440, cell[length..], out var written);
        EndText(cell, length + written);
    }

    /// <summary>Writes bytes as upper-case hexadecimal, or in Base64 if the statement requests it.</summary>
    /// <param name="bytes">The bytes, of any length.</param>
    public void WriteBinary(ReadOnlySpan<byte> bytes)
    {
        var isBase64 = FormatOfCell() is { IsTemporal: false };
        OpenText();
        while (!bytes.IsEmpty)
        {
            var part = bytes[..Math.Min(bytes.Length, BinaryPart)];
            bytes = bytes[part.Length..];
            int written;
            if (isBase64)
            {
                Base64.EncodeToUtf8(part, _buffer.Reserve(2 * (part.Length + 1)), out _, out written, isFinalBlock: bytes.IsEmpty);
            }
            else
            {
                Convert.TryToHexString(part, _buffer.Reserve(2 * part.Length), out written);
            }

            _buffer.Advance(written);
        }

        CloseText();
    }

    /// <summary>The columns of the result; empty before it is started.</summary>
    internal ResultColumn[] Columns => _columns;

    /// <param name="columns">The columns.</param>
    /// <param name="formats">The formats of the columns, or null when none has a format.</param>
    internal void Start(ResultColumn[] columns, ColumnFormat?[]? formats) => (_columns, _formats) = (columns, formats);

    internal void EndRow()
    {
        if (_columns.Length == 0)
        {
            throw new InvalidOperationException("The result has no columns yet. Call Start first.");
        }

        if (_ordinal != _columns.Length)
        {
            throw new InvalidOperationException(
                $"The row has {_ordinal} cells and the result {_columns.Length} columns. Write one cell for each column.");
        }

        _buffer.Append("],"u8);
        _ordinal = 0;
    }

    /// <summary>Throws an exception when the last row is not ended, because only complete rows are stored.</summary>
    internal void ThrowIfOpen()
    {
        if (_ordinal != 0)
        {
            throw new InvalidOperationException($"The last row has {_ordinal} cells and was not ended. Call EndRowAsync.");
        }
    }

    private ColumnFormat? FormatOfCell() => _formats is not null && _ordinal < _formats.Length ? _formats[_ordinal] : null;

    private ColumnFormat? FormatOfTime() => FormatOfCell() is { IsTemporal: true } format ? format : null;

    private void WriteDateTime(ColumnFormat format, long seconds, int nanoseconds, int? offsetMinutes)
    {
        var cell = BeginText(format.MaxLength);
        EndText(cell, format.WriteDateTime(seconds, nanoseconds, offsetMinutes, cell));
    }

    private int ColumnScale => _ordinal < _columns.Length ? _columns[_ordinal].Scale ?? 0 : 0;

    /// <summary>Reserves space for a cell of up to a number of bytes, and for the separator before it: the cell starts at index
    /// 1.</summary>
    private Span<byte> BeginCell(int size)
    {
        if ((uint)_ordinal >= (uint)_columns.Length)
        {
            throw new InvalidOperationException(
                $"The result has {_columns.Length} columns, and the row has that many cells already. Call EndRowAsync, or Start first.");
        }

        var target = _buffer.Reserve(size + 1);
        target[0] = _ordinal == 0 ? (byte)'[' : (byte)',';
        return target;
    }

    private void EndCell(int length)
    {
        _ordinal++;
        _buffer.Advance(length);
    }

    /// <summary>Reserves space for a text of up to a number of bytes without escapes. One reservation for each cell, for speed.</summary>
    private Span<byte> BeginText(int size)
    {
        var target = BeginCell(size + 2);
        target[1] = (byte)'"';
        return target[2..];
    }

    private void EndText(Span<byte> text, int length)
    {
        text[length] = (byte)'"';
        EndCell(length + 3);
    }

    private void OpenText()
    {
        BeginCell(1)[1] = (byte)'"';
        EndCell(2);
    }

    private void CloseText() => _buffer.Append("\""u8);

    /// <summary>Writes valid text.</summary>
    private void WriteString(ReadOnlySpan<byte> utf8)
    {
        var next = utf8.IndexOfAny(Escaped);
        if (next < 0 && utf8.Length <= Part)
        {
            var cell = BeginText(utf8.Length);
            utf8.CopyTo(cell);
            EndText(cell, utf8.Length);
            return;
        }

        OpenText();
        for (; next >= 0; next = utf8.IndexOfAny(Escaped))
        {
            _buffer.Append(utf8[..next]);
            AppendEscape(utf8[next]);
            utf8 = utf8[(next + 1)..];
        }

        _buffer.Append(utf8);
        CloseText();
    }

    private void AppendEscape(byte character)
    {
        var shortForm = character switch
        {
            (byte)'"' => "\\\""u8,
            (byte)'\\' => "\\\\"u8,
            (byte)'\n' => "\\n"u8,
            (byte)'\r' => "\\r"u8,
            (byte)'\t' => "\\t"u8,
            (byte)'\b' => "\\b"u8,
            (byte)'\f' => "\\f"u8,
            _ => default,
        };
        if (!shortForm.IsEmpty)
        {
            _buffer.Append(shortForm);
            return;
        }

        var target = _buffer.Reserve(6);
        "\\u00"u8.CopyTo(target);
        Utf8Formatter.TryFormat(character, target[4..], out _, new StandardFormat('x', 2));
        _buffer.Advance(6);
    }
}
