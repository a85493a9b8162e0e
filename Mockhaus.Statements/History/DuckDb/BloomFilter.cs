using System.IO.Hashing;

namespace Mockhaus.Statements.History;

/// <summary>Answers whether a value may have been added: "no" is certain, "yes" is wrong for about one in 500 values. Not thread-safe.</summary>
/// <remarks>Own code, because no package of the project has one: a set of all ids would take 40 MB for a million entries, this takes 2.</remarks>
internal sealed class BloomFilter(int capacity)
{
    private const int BitsEach = 16;
    private const int Probes = 4;

    private readonly ulong[] _bits = new ulong[Math.Max(1, (long)capacity * BitsEach / 64)];

    public void Add(ReadOnlySpan<byte> value)
    {
        var (hash, step) = HashOf(value);
        for (var i = 0; i < Probes; i++, hash += step)
        {
            var bit = hash % ((ulong)_bits.Length * 64);
            _bits[bit / 64] |= 1UL << (int)(bit % 64);
        }
    }

    public bool MayContain(ReadOnlySpan<byte> value)
    {
        var (hash, step) = HashOf(value);
        for (var i = 0; i < Probes; i++, hash += step)
        {
            var bit = hash % ((ulong)_bits.Length * 64);
            if ((_bits[bit / 64] & (1UL << (int)(bit % 64))) == 0)
            {
                return false;
            }
        }

        return true;
    }

    private static (ulong Hash, ulong Step) HashOf(ReadOnlySpan<byte> value)
    {
        var hash = XxHash128.HashToUInt128(value);
        return ((ulong)hash, (ulong)(hash >> 64) | 1);
    }
}
