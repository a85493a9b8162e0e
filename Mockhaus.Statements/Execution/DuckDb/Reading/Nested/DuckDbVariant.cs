using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using DuckDB.NET.Native;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>A value of DuckDB's type VARIANT, which includes its type.</summary>
/// <remarks>
/// DuckDB (1.5) stores it as a struct of four members: the keys of all objects; the key and the value of each child; the type and
/// the offset of each value; and the bytes. Value 0 is the root.
/// </remarks>
internal readonly ref struct DuckDbVariant
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly DuckDbVector _keys;
    private readonly DuckDbVector _childKeys;
    private readonly DuckDbVector _childValues;
    private readonly DuckDbVector _types;
    private readonly DuckDbVector _offsets;
    private readonly long _firstKey;
    private readonly long _firstChild;
    private readonly long _firstValue;
    private readonly string _column;

    public DuckDbVariant(in DuckDbVector vector, long row, string column)
    {
        _column = column;
        var (keys, children, values) = (vector.StructChild(0), vector.StructChild(1), vector.StructChild(2));
        (_firstKey, _) = keys.Get<(long Offset, long Length)>(row);
        (_firstChild, _) = children.Get<(long Offset, long Length)>(row);
        (_firstValue, _) = values.Get<(long Offset, long Length)>(row);
        _keys = keys.ListChild;
        (_childKeys, _childValues) = (children.ListChild.StructChild(0), children.ListChild.StructChild(1));
        (_types, _offsets) = (values.ListChild.StructChild(0), values.ListChild.StructChild(1));
        _bytes = vector.StructChild(3).Bytes(row);
    }

    public void Write(Utf8JsonWriter json) => Write(0, 0, json);

    private void Write(long value, int depth, Utf8JsonWriter json)
    {
        if (depth > JsonLayout.MaxDepth)
        {
            throw ResultErrors.NotRepresentable(_column, $"a VARIANT is nested more than {JsonLayout.MaxDepth} levels deep.");
        }

        var type = (DuckDbVariantType)_types.Get<byte>(_firstValue + value);
        var data = _bytes[(int)_offsets.Get<uint>(_firstValue + value)..];
        switch (type)
        {
            case DuckDbVariantType.Null:
                json.WriteNullValue();
                break;
            case DuckDbVariantType.True or DuckDbVariantType.False:
                json.WriteBooleanValue(type == DuckDbVariantType.True);
                break;
            case DuckDbVariantType.Object:
                json.WriteStartObject();
                WriteChildren(data, isObject: true, depth, json);
                json.WriteEndObject();
                break;
            case DuckDbVariantType.Array:
                json.WriteStartArray();
                WriteChildren(data, isObject: false, depth, json);
                json.WriteEndArray();
                break;
            case DuckDbVariantType.Geometry:
                new GeoJson(Counted(data), _column).Write(json);
                break;
            default:
                DuckDbJsonNode.WriteText(TextOf(type, data), type <= DuckDbVariantType.Decimal || type == DuckDbVariantType.Bignum, isJson: false, json);
                break;
        }
    }

    private void WriteChildren(ReadOnlySpan<byte> data, bool isObject, int depth, Utf8JsonWriter json)
    {
        var count = Number(ref data);
        var first = count == 0 ? 0 : Number(ref data);
        for (var child = _firstChild + first; child < _firstChild + first + count; child++)
        {
            if (isObject)
            {
                json.WritePropertyName(_keys.Bytes(_firstKey + _childKeys.Get<uint>(child)));
            }

            Write(_childValues.Get<uint>(child), depth + 1, json);
        }
    }

    private string TextOf(DuckDbVariantType type, ReadOnlySpan<byte> data) => type switch
    {
        DuckDbVariantType.Int8 => Whole<sbyte>(data),
        DuckDbVariantType.Int16 => Whole<short>(data),
        DuckDbVariantType.Int32 => Whole<int>(data),
        DuckDbVariantType.Int64 => Whole<long>(data),
        DuckDbVariantType.Int128 => Whole<Int128>(data),
        DuckDbVariantType.UInt8 => Whole<byte>(data),
        DuckDbVariantType.UInt16 => Whole<ushort>(data),
        DuckDbVariantType.UInt32 => Whole<uint>(data),
        DuckDbVariantType.UInt64 => Whole<ulong>(data),
        DuckDbVariantType.UInt128 => Whole<UInt128>(data),
        DuckDbVariantType.Float => Whole<float>(data),
        DuckDbVariantType.Double => Whole<double>(data),
        DuckDbVariantType.Decimal => Decimal(data),
        DuckDbVariantType.Varchar => Encoding.UTF8.GetString(Counted(data)),
        DuckDbVariantType.Blob => Convert.ToHexString(Counted(data)),
        DuckDbVariantType.Uuid => DuckDbVector.UuidOf(Read<Int128>(data)).ToString("D"),
        DuckDbVariantType.Date => DuckDbText.Date(Read<int>(data)),
        DuckDbVariantType.Time => DuckDbText.Time(Read<long>(data) * 1_000),
        DuckDbVariantType.TimeNs => DuckDbText.Time(Read<long>(data)),
        DuckDbVariantType.TimeTz => DuckDbText.TimeTz(Read<DuckDBTimeTzStruct>(data)),
        DuckDbVariantType.TimestampS => DuckDbText.Timestamp(Read<long>(data), 1),
        DuckDbVariantType.TimestampMs => DuckDbText.Timestamp(Read<long>(data), 1_000),
        DuckDbVariantType.Timestamp => DuckDbText.Timestamp(Read<long>(data), 1_000_000),
        DuckDbVariantType.TimestampNs => DuckDbText.Timestamp(Read<long>(data), 1_000_000_000),
        DuckDbVariantType.TimestampTz => DuckDbText.TimestampTz(Read<long>(data)),
        DuckDbVariantType.Interval => DuckDbText.Interval(Read<DuckDBInterval>(data)),
        DuckDbVariantType.Bignum => DuckDbText.Number(DuckDbNumbers.Bignum(Counted(data))),
        DuckDbVariantType.Bits => DuckDbText.Bits(Counted(data)),
        _ => throw ResultErrors.NotRepresentable(_column, $"a VARIANT has a value of an unknown type (number {(byte)type}). Cast it to VARCHAR."),
    };

    private static string Decimal(ReadOnlySpan<byte> data)
    {
        var (width, scale) = (Number(ref data), Number(ref data));
        var unscaled = width switch
        {
            <= 4 => Read<short>(data),
            <= 9 => Read<int>(data),
            <= 18 => Read<long>(data),
            _ => Read<Int128>(data),
        };
        return DuckDbText.Decimal(unscaled, (int)scale);
    }

    private static string Whole<T>(ReadOnlySpan<byte> data)
        where T : unmanaged, INumber<T> => DuckDbText.Number(Read<T>(data));

    /// <summary>Reads bytes that are preceded by their length.</summary>
    private static ReadOnlySpan<byte> Counted(ReadOnlySpan<byte> data)
    {
        var length = Number(ref data);
        return data[..(int)length];
    }

    /// <summary>Reads a number of seven bits for each byte, least significant first.</summary>
    private static uint Number(ref ReadOnlySpan<byte> data)
    {
        var (number, shift) = (0u, 0);
        byte part;
        do
        {
            part = data[0];
            data = data[1..];
            number |= (uint)(part & 0x7f) << shift;
            shift += 7;
        }
        while ((part & 0x80) != 0);
        return number;
    }

    private static T Read<T>(ReadOnlySpan<byte> data)
        where T : unmanaged => Unsafe.ReadUnaligned<T>(ref MemoryMarshal.GetReference(data[..Unsafe.SizeOf<T>()]));
}
