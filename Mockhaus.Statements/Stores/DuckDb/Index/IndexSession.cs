namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>One session's statements, as a chain through the entries.</summary>
internal sealed class IndexSession(string id)
{
    public string Id { get; } = id;

    /// <summary>The newest entry, or -1.</summary>
    public int Head { get; set; } = -1;

    /// <summary>How many count for the limit.</summary>
    public int Counted { get; set; }

    /// <summary>Before this, in UTC ticks, none of those that count expires.</summary>
    public long EarliestExpiry { get; set; } = long.MaxValue;

    /// <summary>Notes when a statement expires; 0 for never.</summary>
    public void NoteExpiry(long ticks) => EarliestExpiry = ticks == 0 || ticks > EarliestExpiry ? EarliestExpiry : ticks;
}
