namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>A row of the file; see docs/storage-format.md.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Handle">The statement.</param>
/// <param name="Version">The statement's version; the number of a batch.</param>
/// <param name="Ticks">When the statement was created (in its first row) or expires (0: never), in UTC ticks; the length of a
/// batch.</param>
internal readonly record struct StoredRow(RowKind Kind, StatementHandle Handle, long Version, long Ticks)
{
    private const int UsualEntry = 200;

    /// <summary>The session; in the first row of a statement only.</summary>
    public string? Session { get; init; }

    /// <summary>The request id, if there is one; in the first row of a statement only.</summary>
    public string? Request { get; init; }

    /// <summary>Everything else, as JSON. Not read with the index.</summary>
    public byte[]? Entry { get; init; }

    /// <summary>The bytes of a batch. Not read with the index.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    public bool IsBegin => Kind is RowKind.Added or RowKind.Tombstone;

    /// <summary>Its approximate size in bytes.</summary>
    public long Size => 64 + (Entry?.Length ?? UsualEntry) + (Kind == RowKind.Batch ? Ticks : 0);
}
