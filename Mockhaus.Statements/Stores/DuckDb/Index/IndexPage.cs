namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>A page of rows for the index; reused while a file is opened.</summary>
internal sealed class IndexPage
{
    /// <summary>The number of rows that DuckDB returns at a time.</summary>
    private const int Capacity = 2048;

    public long[] Seqs { get; } = new long[Capacity];

    public StoredRow[] Rows { get; } = new StoredRow[Capacity];

    public int Count { get; private set; }

    public Generation? Generation { get; private set; }

    public void Fill(Generation generation, int count) => (Generation, Count) = (generation, count);
}
