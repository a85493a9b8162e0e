namespace Mockhaus.Statements.DuckDb;

/// <summary>One row as it was read back.</summary>
internal sealed record ReadRow(long Seq, RowKind Kind, StatementHandle Handle, long Version)
{
    public string? Session { get; init; }

    public string? Request { get; init; }

    public byte[]? Entry { get; init; }

    public byte[]? Data { get; init; }
}
