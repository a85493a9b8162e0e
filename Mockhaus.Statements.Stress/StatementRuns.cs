using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Stress;

/// <summary>Runs statements, and says how much their results come to.</summary>
internal static class StatementRuns
{
    public static async Task<Statement> SucceedAsync(StatementSession session, string sql)
    {
        var submitted = await session.SubmitAsync(new() { Sql = sql });
        var statement = await session.WaitAsync(submitted.Handle, Timeout.InfiniteTimeSpan);
        return statement.Status == StatementStatus.Succeeded
            ? statement
            : throw new InvalidOperationException($"A statement ended {statement.Status}: {statement.Error?.Message}");
    }

    /// <summary>How many MB of JSON the batches of a result come to.</summary>
    public static double MegabytesOf(IEnumerable<ResultBatchInfo> batches) =>
        batches.Sum(batch => (double)batch.UncompressedBytes) / ProcessMemory.MB;
}
