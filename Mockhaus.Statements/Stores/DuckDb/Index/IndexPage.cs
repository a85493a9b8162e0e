namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>Some rows on their way into the index; used again and again while a file is opened.</summary>
internal sealed class IndexPage
{
    /// <summary>How many rows DuckDB gives at a time.</summary>
    private const int Capacity = 2048;

    public long[] Seqs { get; } = new long[Capacity];

    public StoredRow[] Rows { get; } = new StoredRow[Capacity];

    public int Count { get; private set; }

    public Generation? Generation { get; private set; }

    public void Fill(Generation generation, int count) => (Generation, Count) = (generation, count);
}
