using System.Numerics;

namespace Mockhaus.Statements.Results;

/// <content>The value as a requested CLR type, or as the default type of the column.</content>
internal readonly ref partial struct Cell
{
    /// <summary>Reads the value as <see cref="DefaultClrType.For"/> its column, or null.</summary>
    public object? Value => IsNull ? null : As(DefaultClrType.For(_column));

    /// <summary>Reads the value, or null if the type is nullable.</summary>
    public T? Get<T>()
    {
        if (IsNull && default(T) is null)
        {
            return default;
        }

        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        return (T)As(type == typeof(object) ? DefaultClrType.For(_column) : type);
    }

    private object As(Type type)
    {
        // The type code of an enumeration is that of its underlying type.
        return (type.IsEnum ? TypeCode.Object : Type.GetTypeCode(type)) switch
        {
            TypeCode.String => GetString(),
            TypeCode.Int64 => GetInt64(),
            TypeCode.Int32 => GetInt32(),
            TypeCode.Decimal => GetDecimal(),
            TypeCode.Double => GetDouble(),
            TypeCode.Boolean => GetBoolean(),
            TypeCode.DateTime => GetDateTime(),
            TypeCode.Single => GetFloat(),
            TypeCode.Byte => (byte)GetWhole(byte.MinValue, byte.MaxValue, "GetByte"),
            TypeCode.SByte => (sbyte)GetWhole(sbyte.MinValue, sbyte.MaxValue, "GetSByte"),
            TypeCode.Int16 => (short)GetWhole(short.MinValue, short.MaxValue, "GetInt16"),
            TypeCode.UInt16 => (ushort)GetWhole(ushort.MinValue, ushort.MaxValue, "GetUInt16"),
            TypeCode.UInt32 => (uint)GetWhole(uint.MinValue, uint.MaxValue, "GetUInt32"),
            TypeCode.UInt64 => (ulong)GetWhole(ulong.MinValue, ulong.MaxValue, "GetUInt64"),
            TypeCode.Char => GetChar(),
            _ when type == typeof(byte[]) => GetBytes(),
            _ when type == typeof(DateTimeOffset) => GetDateTimeOffset(),
            _ when type == typeof(DateOnly) => GetDate(),
            _ when type == typeof(TimeOnly) => GetTime(),
            _ when type == typeof(TimeSpan) => GetTimeSpan(),
            _ when type == typeof(ResultTimestamp) => GetTimestamp(),
            _ when type == typeof(Int128) => GetInt128(),
            _ when type == typeof(BigInteger) => (BigInteger)GetInt128(),
            _ when type == typeof(Guid) => GetGuid(),
            _ => throw Error($"cannot be read as {type.Name}; no column can. {ErrorText.AdviceFor(_column.Type)}"),
        };
    }

    public Guid GetGuid()
    {
        Expect(_column.Type == ResultColumnType.Text);
        return Guid.TryParse(Decode(), out var value) ? value : throw DoesNotFit("a Guid", ErrorText.AdviceFor(_column.Type));
    }

    public char GetChar()
    {
        Expect(_column.Type == ResultColumnType.Text);
        return Decode() is [var character] ? character : throw DoesNotFit("one char", ErrorText.AdviceFor(_column.Type));
    }
}
