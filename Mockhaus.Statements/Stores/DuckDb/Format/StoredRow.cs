namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>One row of the file; see docs/storage-format.md.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Handle">Of which statement.</param>
/// <param name="Version">The statement's version; the number of a batch.</param>
/// <param name="Ticks">When it was created (what begins a statement) or expires (0: never), in UTC ticks; the length of a batch.</param>
internal readonly record struct StoredRow(RowKind Kind, StatementHandle Handle, long Version, long Ticks)
{
    private const int UsualEntry = 200;

    /// <summary>The session, where a statement begins.</summary>
    public string? Session { get; init; }

    /// <summary>The request id, where a statement begins and has one.</summary>
    public string? Request { get; init; }

    /// <summary>What there is to say beside that, as JSON. Not read back before it is asked for.</summary>
    public byte[]? Entry { get; init; }

    /// <summary>The bytes of a batch. Not read back before they are asked for.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    public bool IsBegin => Kind is RowKind.Added or RowKind.Tombstone;

    /// <summary>About how much room it takes.</summary>
    public long Size => 64 + (Entry?.Length ?? UsualEntry) + (Kind == RowKind.Batch ? Ticks : 0);
}
