using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;

namespace Mockhaus.Statements.Results;

/// <summary>Writes the cells of a row, from left to right, in Snowflake's text forms.</summary>
/// <remarks>
/// For one thread at a time. Every cell becomes a JSON string, or null. Written by hand, and not with Utf8JsonWriter,
/// because that validates structure and encoding anew for every cell, which costs more than the cells themselves.
/// The method must fit the column: nothing checks it. Numbers and times are written without allocating.
/// </remarks>
public sealed partial class RowWriter
{
    private static readonly SearchValues<byte> Escaped = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(c => (byte)c), (byte)'"', (byte)'\\']);

    private readonly ResultBuffer _buffer;
    private ResultColumn[] _columns = [];
    private int _ordinal;

    internal RowWriter(ResultBuffer buffer) => _buffer = buffer;

    /// <summary>Writes a NULL.</summary>
    public void WriteNull()
    {
        BeginCell();
        _buffer.Append("null"u8);
    }

    /// <summary>Writes text. A lone surrogate becomes U+FFFD.</summary>
    /// <param name="text">The text, of any length.</param>
    public void WriteText(ReadOnlySpan<char> text)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            var length = Encoding.UTF8.GetBytes(text, bytes);
            BeginCell();
            AppendString(bytes.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Writes text that is UTF-8 already. What is not valid UTF-8 becomes U+FFFD.</summary>
    /// <param name="utf8">The text, of any length.</param>
    public void WriteUtf8(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            WriteText(Encoding.UTF8.GetString(utf8));
            return;
        }

        BeginCell();
        AppendString(utf8);
    }

    /// <summary>Writes <c>true</c> or <c>false</c>.</summary>
    /// <param name="value">The value.</param>
    public void WriteBoolean(bool value) => WritePlain(value ? "true"u8 : "false"u8);

    /// <summary>Writes a whole number.</summary>
    /// <param name="value">The value.</param>
    public void WriteInt64(long value)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(value, digits, out var length);
        WritePlain(digits[..length]);
    }

    /// <summary>Writes a number of a fixed column from its digits without the point, at the column's scale.</summary>
    /// <param name="unscaled">The value times ten to the power of the scale: 1234567 at scale 2 is 12345.67.</param>
    public void WriteDecimal(Int128 unscaled)
    {
        Span<byte> text = stackalloc byte[48];
        WritePlain(text[..FormatDecimal(unscaled, ColumnScale, text)]);
    }

    /// <summary>Writes a floating point number, in the fewest digits that read back as the same number.</summary>
    /// <param name="value">The value; NaN and infinities are written as <c>NaN</c>, <c>inf</c> and <c>-inf</c>.</param>
    public void WriteReal(double value)
    {
        Span<byte> text = stackalloc byte[32];
        WritePlain(text[..FormatReal(value, text)]);
    }

    /// <summary>Writes a floating point number of single precision, in the fewest digits that read back as the same number.</summary>
    /// <param name="value">The value; NaN and infinities are written as <c>NaN</c>, <c>inf</c> and <c>-inf</c>.</param>
    public void WriteSingle(float value)
    {
        Span<byte> text = stackalloc byte[32];
        WritePlain(text[..FormatReal(value, text)]);
    }

    /// <summary>Writes bytes as upper-case hexadecimal.</summary>
    /// <param name="bytes">The bytes, of any length.</param>
    public void WriteBinary(ReadOnlySpan<byte> bytes)
    {
        BeginCell();
        _buffer.Append((byte)'"');
        while (!bytes.IsEmpty)
        {
            var part = bytes[..Math.Min(bytes.Length, 4096)];
            Convert.TryToHexString(part, _buffer.Reserve(2 * part.Length), out var written);
            _buffer.Advance(written);
            bytes = bytes[part.Length..];
        }

        _buffer.Append((byte)'"');
    }

    /// <summary>The columns of the result; none before it is started.</summary>
    internal ResultColumn[] Columns => _columns;

    internal void Start(ResultColumn[] columns) => _columns = columns;

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

    /// <summary>Refuses to complete a result in the middle of a row: what is stored is whole rows.</summary>
    internal void ThrowIfOpen()
    {
        if (_ordinal != 0)
        {
            throw new InvalidOperationException($"The last row has {_ordinal} cells and was not ended. Call EndRowAsync.");
        }
    }

    private int ColumnScale => _ordinal < _columns.Length ? _columns[_ordinal].Scale ?? 0 : 0;

    private void BeginCell()
    {
        if (_ordinal >= _columns.Length)
        {
            throw new InvalidOperationException(
                $"The result has {_columns.Length} columns, and the row has that many cells already. Call EndRowAsync, or Start first.");
        }

        _buffer.Append(_ordinal++ == 0 ? (byte)'[' : (byte)',');
    }

    /// <summary>Writes a cell whose characters need no escaping.</summary>
    private void WritePlain(ReadOnlySpan<byte> text)
    {
        BeginCell();
        var target = _buffer.Reserve(text.Length + 2);
        target[0] = (byte)'"';
        text.CopyTo(target[1..]);
        target[text.Length + 1] = (byte)'"';
        _buffer.Advance(text.Length + 2);
    }

    private void AppendString(ReadOnlySpan<byte> utf8)
    {
        _buffer.Append((byte)'"');
        for (var next = utf8.IndexOfAny(Escaped); next >= 0; next = utf8.IndexOfAny(Escaped))
        {
            _buffer.Append(utf8[..next]);
            AppendEscape(utf8[next]);
            utf8 = utf8[(next + 1)..];
        }

        _buffer.Append(utf8);
        _buffer.Append((byte)'"');
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
