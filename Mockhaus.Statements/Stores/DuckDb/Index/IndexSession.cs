namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>The statements of a session, as a linked list of entries.</summary>
internal sealed class IndexSession(string id)
{
    public string Id { get; } = id;

    /// <summary>The newest entry, or -1.</summary>
    public int Head { get; set; } = -1;

    /// <summary>How many statements count for the limit.</summary>
    public int Counted { get; set; }

    /// <summary>Before this time, in UTC ticks, none of those that count expires.</summary>
    public long EarliestExpiry { get; set; } = long.MaxValue;

    /// <summary>Takes the expiry of a statement into account; 0 for never.</summary>
    public void NoteExpiry(long ticks) => EarliestExpiry = ticks == 0 || ticks > EarliestExpiry ? EarliestExpiry : ticks;
}
