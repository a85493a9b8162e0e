using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Mockhaus.Statements.Results;

/// <summary>A cell of a stored row: the JSON of its text, which is decoded on access.</summary>
/// <remarks>Nothing is rounded or inferred except as docs/results.md describes. Errors contain the public names of the getters.</remarks>
internal readonly ref partial struct Cell(ResultColumn column, int ordinal, ReadOnlySpan<byte> json)
{
    private readonly ResultColumn _column = column;
    private readonly int _ordinal = ordinal;
    private readonly ReadOnlySpan<byte> _json = json;

    public bool IsNull => _json is [(byte)'n', ..];

    /// <summary>Snowflake's text, or null.</summary>
    public string? Text => IsNull ? null : Decode();

    public string GetString()
    {
        RefuseNull(nameof(GetString));
        return Decode();
    }

    public void RefuseNull(string getter)
    {
        if (IsNull)
        {
            throw Error($"({_column.Type.ToSqlApiName()}) is NULL, which {getter} does not return. Ask first whether it is null, or read it as a nullable type.");
        }
    }

    public bool GetBoolean()
    {
        var text = Expect(_column.Type == ResultColumnType.Boolean);
        return text.SequenceEqual("true"u8) || (text.SequenceEqual("false"u8) ? false : throw Malformed());
    }

    public byte[] GetBytes()
    {
        var text = Hexadecimal();
        var bytes = new byte[text.Length / 2];
        Decode(text, bytes);
        return bytes;
    }

    /// <summary>Returns the number of bytes of a binary cell.</summary>
    public int ByteCount => Hexadecimal(nameof(GetBytes)).Length / 2;

    /// <summary>Decodes only the requested part, because large values are read in pieces.</summary>
    public int CopyBytes(int start, Span<byte> target)
    {
        var text = Hexadecimal(nameof(GetBytes))[(2 * start)..];
        var count = Math.Min(text.Length / 2, target.Length);
        Decode(text[..(2 * count)], target);
        return count;
    }

    private ReadOnlySpan<byte> Hexadecimal([CallerMemberName] string getter = "")
    {
        var text = Expect(_column.Type == ResultColumnType.Binary, getter);
        return int.IsEvenInteger(text.Length) ? text : throw Malformed();
    }

    private void Decode(ReadOnlySpan<byte> hexadecimal, Span<byte> target)
    {
        if (Convert.FromHexString(hexadecimal, target, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            throw Malformed();
        }
    }

    private string Decode()
    {
        var text = _json[1..^1];
        if (!text.Contains((byte)'\\'))
        {
            return Encoding.UTF8.GetString(text);
        }

        var reader = new Utf8JsonReader(_json);
        reader.Read();
        return reader.GetString() ?? "";
    }

    /// <summary>Returns the JSON text of a cell of the expected type. Only cells of type text can contain escapes.</summary>
    private ReadOnlySpan<byte> Expect(bool isReadable, [CallerMemberName] string getter = "")
    {
        if (!isReadable)
        {
            throw Error($"is {_column.Type.ToSqlApiName()}, which {getter} does not read. {ErrorText.AdviceFor(_column.Type)}");
        }

        RefuseNull(getter);
        return _column.OutputFormat is null ? _json[1..^1] : throw Formatted(getter);
    }

    private ResultValueException DoesNotFit(string target, string advice) =>
        Error($"({_column.Type.ToSqlApiName()}) holds {ErrorText.Quoted(Decode())}, which does not fit {target}. {advice}");

    private ResultValueException Malformed() => Error(
        $"({_column.Type.ToSqlApiName()}) holds {ErrorText.Quoted(Decode())}, which is not a value of that type: " +
        (_json.SequenceEqual("\"null\""u8)
            ? $"it is a NULL of a statement that has its NULLs as text ({StatementParameters.Nullable}). "
            : "it was written with a method that does not fit its column. ") +
        "Read it as text (GetString).");

    private ResultValueException Formatted(string getter) => Error(
        $"({_column.Type.ToSqlApiName()}) is written in the output format {ErrorText.Quoted(_column.OutputFormat ?? "")}, which {getter} does not read. " +
        "Read it as text (GetString), or submit the statement without that format.");

    private ResultValueException Error(string what) => new($"Column {_ordinal} {ErrorText.Quoted(_column.Name)} {what}", _column, _ordinal);
}
