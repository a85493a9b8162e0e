using System.Globalization;
using System.Text;

namespace Mockhaus.Statements.History;

/// <summary>A table of a history file: the entries of one day, or a part of them. It is dropped as a whole.</summary>
/// <param name="number">Its number; a higher one is newer.</param>
internal sealed class HistoryTable(int number)
{
    /// <summary>The number of entries after which a new table is begun.</summary>
    public const int MaxEntries = 262_144;

    /// <summary>The size of the entries in bytes, uncompressed, after which a new table is begun.</summary>
    public const long MaxBytes = 64L * 1024 * 1024;

    private readonly BloomFilter _ids = new(MaxEntries);
    private readonly BloomFilter _sessions = new(MaxEntries / 4);

    public int Number => number;

    public string Name { get; } = string.Create(CultureInfo.InvariantCulture, $"{HistorySchema.TablePrefix}{number:D8}");

    /// <summary>The number of the first entry.</summary>
    public long First { get; private set; } = long.MaxValue;

    /// <summary>The number after the last entry.</summary>
    public long End { get; private set; }

    public long Count { get; private set; }

    /// <summary>The time of its newest entry.</summary>
    public DateTime Newest { get; private set; }

    /// <summary>The size of the entries, uncompressed.</summary>
    public long Bytes { get; set; }

    public void Add(long number, Guid id, ReadOnlySpan<byte> session, DateTime at)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        _ids.Add(bytes);
        _sessions.Add(session);
        (First, End, Newest) = (Math.Min(First, number), Math.Max(End, number + 1), at > Newest ? at : Newest);
        Count++;
    }

    public bool MayContain(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        return _ids.MayContain(bytes);
    }

    public bool MayContainSession(string session) => _sessions.MayContain(Encoding.UTF8.GetBytes(session));

    /// <summary>Whether an entry of a time goes into a new table instead.</summary>
    public bool IsFull(DateTime at) => Count >= MaxEntries || Bytes >= MaxBytes || (Count > 0 && at.Date > Newest.Date);
}
