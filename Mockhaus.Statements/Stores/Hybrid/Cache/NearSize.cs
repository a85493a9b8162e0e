using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Stores.Hybrid;

/// <summary>Estimates the memory that something takes in the near cache.</summary>
/// <remarks>Rather too much than too little: what several statements share is counted for each of them.</remarks>
internal static class NearSize
{
    /// <summary>An entry without its statement.</summary>
    public const long Entry = 512;

    private const long Statement = 512;
    private const long Batch = 256;
    private const long Text = 32;
    private const long Pair = 96;
    private const long Item = 8;
    private const long Column = 128;
    private const long BatchInfo = 64;
    private const long Handle = 16;

    public static long Estimate(Statement statement) => Entry + Statement
        + Estimate(statement.Sql) + Estimate(statement.SessionId) + Estimate(statement.RequestId) + Estimate(statement.QueryTag)
        + Estimate(statement.User)
        + Estimate(statement.Error?.Message)
        + statement.Bindings.Sum(binding => Pair + Estimate(binding.Key) + Estimate(binding.Value))
        + statement.Context.Parameters.Sum(parameter => Pair + Estimate(parameter.Key) + Estimate(parameter.Value))
        + (statement.Children.Count * Handle)
        + Estimate(statement.Result);

    public static long Estimate(ResultBatch batch) => Batch + batch.Payload.Length;

    private static long Estimate(ResultManifest? result) =>
        result is null ? 0 : result.Columns.Sum(column => Column + Estimate(column.Name)) + (result.Batches.Count * BatchInfo);

    private static long Estimate(StatementBinding binding) =>
        Estimate(binding.Value) + (binding.Values?.Sum(value => Item + Estimate(value)) ?? 0);

    private static long Estimate(string? text) => text is null ? 0 : Text + (sizeof(char) * (long)text.Length);
}
