namespace Mockhaus.Statements.Results;

/// <summary>The result of a statement without rows: one status row, which is the same for all statements.</summary>
internal static class StatusResult
{
    private static readonly byte[] Json = [.. "{\"data\":[[\"Statement executed successfully.\"]]}"u8];
    private static readonly ResultBatchInfo Info = new(0, 1, Json.Length, Json.Length, BatchEncoding.Identity);
    private static readonly ResultBatch Batch = new(Info, Json);
    private static readonly ResultManifest Manifest = new([ResultColumn.Text("status") with { IsNameExact = true }], 1, [Info]);

    /// <summary>Whether a batch is this row. It never changes, so a store can keep it without a copy.</summary>
    public static bool Is(ResultBatch batch) => ReferenceEquals(batch, Batch);

    /// <summary>Whether a result consists of this row.</summary>
    public static bool Is(ResultManifest result) => ReferenceEquals(result, Manifest);

    public static async ValueTask<ResultManifest> StoreAsync(
        StatementHandle handle, IBatchSink sink, CancellationToken cancellationToken) =>
        await sink.WriteAsync(Batch, cancellationToken).ConfigureAwait(false)
            ? Manifest
            : throw ResultErrors.NotWanted(handle);
}
