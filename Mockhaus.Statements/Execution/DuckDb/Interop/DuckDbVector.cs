using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using DuckDB.NET.Native;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>A column of a chunk in DuckDB's memory. Valid as long as the chunk.</summary>
/// <remarks>
/// All unsafe code of the library is in this file. Used because DuckDBDataReader creates a string for every text,
/// drops nanoseconds and does not support TIME_NS and UNION (1.5.6.1).
/// </remarks>
internal readonly unsafe struct DuckDbVector
{
    private readonly nint _vector;
    private readonly byte* _data;
    private readonly ulong* _validity;

    public DuckDbVector(nint vector)
    {
        _vector = vector;
        _data = (byte*)NativeMethods.Vectors.DuckDBVectorGetData(vector);
        _validity = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
    }

    public DuckDbVector ListChild => new(NativeMethods.Vectors.DuckDBListVectorGetChild(_vector));

    public DuckDbVector ArrayChild => new(NativeMethods.Vectors.DuckDBArrayVectorGetChild(_vector));

    public DuckDbVector StructChild(int index) => new(NativeMethods.Vectors.DuckDBStructVectorGetChild(_vector, index));

    public bool IsNull(long row) => _validity != null && (_validity[row >> 6] & (1UL << (int)(row & 63))) == 0;

    /// <summary>Reads a value of fixed width. Unaligned, because 16-byte values are only aligned to 8 bytes.</summary>
    public T Get<T>(long row)
        where T : unmanaged => Unsafe.ReadUnaligned<T>(_data + (row * sizeof(T)));

    /// <summary>Reads a text or blob: a length of four bytes, followed by up to twelve bytes inline, or by four bytes and a
    /// pointer.</summary>
    public ReadOnlySpan<byte> Bytes(long row)
    {
        var entry = _data + (row * 16);
        var length = *(int*)entry;
        return new(length <= 12 ? entry + 4 : *(byte**)(entry + 8), length);
    }

    /// <summary>Reads a UUID, which is stored with its first bit inverted, so that it sorts as a signed number.</summary>
    public Guid Uuid(long row) => UuidOf(Get<Int128>(row));

    /// <summary>Converts the stored number to a UUID.</summary>
    public static Guid UuidOf(Int128 stored)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt128BigEndian(bytes, stored ^ Int128.MinValue);
        return new(bytes, bigEndian: true);
    }
}
