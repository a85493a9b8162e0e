namespace Mockhaus.Statements.Stores.Hybrid;

/// <summary>The entry of one statement in the near cache. Read without a lock; changed under the lock of the cache.</summary>
internal sealed class NearEntry(StatementHandle handle) : NearItem
{
    /// <summary>Batches are in an array, so a number far above the others must not allocate places for all below it.</summary>
    public const int MaxBatches = 65_536;

    private Statement? _statement;
    private NearBatch?[] _batches = [];

    public StatementHandle Handle => handle;

    /// <summary>The finished statement. Null while it is live or about to change: then neither it nor its batches are used.</summary>
    public Statement? Statement
    {
        get => Volatile.Read(ref _statement);
        set => Volatile.Write(ref _statement, value);
    }

    /// <summary>When the backing store last returned this state, in UTC ticks.</summary>
    public long ConfirmedAt { get; set; }

    public IEnumerable<NearBatch> Batches => _batches.OfType<NearBatch>();

    public NearBatch? Find(int number)
    {
        var batches = Volatile.Read(ref _batches);
        return (uint)number < (uint)batches.Length ? Volatile.Read(ref batches[number]) : null;
    }

    public void Set(NearBatch batch)
    {
        var number = batch.Batch.Info.Number;
        var batches = _batches;
        if (number >= batches.Length)
        {
            Array.Resize(ref batches, Math.Max(number + 1, 2 * batches.Length));
        }

        Volatile.Write(ref batches[number], batch);
        Volatile.Write(ref _batches, batches);
    }

    public void Clear(int number) => Volatile.Write(ref _batches[number], null);

    public void ClearAll() => Volatile.Write(ref _batches, []);
}
