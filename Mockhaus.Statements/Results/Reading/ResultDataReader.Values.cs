namespace Mockhaus.Statements.Results;

/// <content>The values. NULL is DBNull, as in ADO.NET.</content>
internal sealed partial class ResultDataReader
{
    public override object this[int ordinal] => GetValue(ordinal);

    public override object this[string name] => GetValue(GetOrdinal(name));

    public override bool IsDBNull(int ordinal) => CellAt(ordinal).IsNull;

    public override object GetValue(int ordinal) => CellAt(ordinal).Value ?? DBNull.Value;

    public override int GetValues(object[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var count = Math.Min(values.Length, FieldCount);
        for (var ordinal = 0; ordinal < count; ordinal++)
        {
            values[ordinal] = GetValue(ordinal);
        }

        return count;
    }

    public override T GetFieldValue<T>(int ordinal)
    {
        var cell = CellAt(ordinal);
        if (cell.IsNull && Nullable.GetUnderlyingType(typeof(T)) is null)
        {
            if (typeof(T) == typeof(object))
            {
                return (T)(object)DBNull.Value;
            }

            cell.RefuseNull(nameof(GetFieldValue));
        }

        return cell.Get<T>()!;
    }

    public override string GetString(int ordinal) => CellAt(ordinal).GetString();

    public override bool GetBoolean(int ordinal) => CellAt(ordinal).GetBoolean();

    public override byte GetByte(int ordinal) => CellAt(ordinal).Get<byte>();

    public override short GetInt16(int ordinal) => CellAt(ordinal).Get<short>();

    public override int GetInt32(int ordinal) => CellAt(ordinal).GetInt32();

    public override long GetInt64(int ordinal) => CellAt(ordinal).GetInt64();

    public override decimal GetDecimal(int ordinal) => CellAt(ordinal).GetDecimal();

    public override double GetDouble(int ordinal) => CellAt(ordinal).GetDouble();

    public override float GetFloat(int ordinal) => CellAt(ordinal).GetFloat();

    public override DateTime GetDateTime(int ordinal) => CellAt(ordinal).GetDateTime();

    public override Guid GetGuid(int ordinal) => CellAt(ordinal).GetGuid();

    public override char GetChar(int ordinal) => CellAt(ordinal).GetChar();

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length)
    {
        var cell = CellAt(ordinal);
        var count = cell.ByteCount;
        ArgumentOutOfRangeException.ThrowIfNegative(dataOffset);
        return buffer is null ? count
            : dataOffset >= count ? 0
            : cell.CopyBytes((int)dataOffset, buffer.AsSpan(bufferOffset, Math.Min(length, buffer.Length - bufferOffset)));
    }

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length)
    {
        // A large text is read in pieces and decoded once.
        if (_chars is not { } chars || chars.Ordinal != ordinal)
        {
            _chars = chars = (ordinal, CellAt(ordinal).GetString());
        }

        ArgumentOutOfRangeException.ThrowIfNegative(dataOffset);
        if (buffer is null)
        {
            return chars.Text.Length;
        }

        var start = (int)Math.Min(dataOffset, chars.Text.Length);
        var count = Math.Min(Math.Min(length, buffer.Length - bufferOffset), chars.Text.Length - start);
        chars.Text.AsSpan(start, count).CopyTo(buffer.AsSpan(bufferOffset));
        return count;
    }
}
