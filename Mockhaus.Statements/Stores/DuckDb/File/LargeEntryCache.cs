using Mockhaus.Statements.Stores.Serialization;

namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>The last large entry that was read.</summary>
/// <remarks>
/// A caller that reads a result batch by batch asks for its statement each time, and for a thousand batches the manifest would be
/// read and parsed a thousand times. A row never changes, so an entry stays valid until another file is opened.
/// </remarks>
internal sealed class LargeEntryCache
{
    /// <summary>In bytes of JSON: the manifest of about 50 batches.</summary>
    private const int LargeEntry = 8 * 1024;

    private ParsedEntry? _last;

    public ParsedEntry? Last => Volatile.Read(ref _last);

    /// <summary>Keeps an entry if it is large.</summary>
    public void Add(ReadRow row, StoredEntry? entry)
    {
        if (row.Entry.Length >= LargeEntry && entry is not null)
        {
            Volatile.Write(ref _last, new(row.Seq, entry));
        }
    }

    public void Clear() => _last = null;
}
