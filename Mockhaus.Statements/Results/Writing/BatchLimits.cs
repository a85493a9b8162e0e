namespace Mockhaus.Statements.Results;

/// <summary>The limits at which a result is split into batches.</summary>
/// <param name="Rows">The maximum number of rows of a batch.</param>
/// <param name="Bytes">The maximum number of bytes of a batch, which the last row can exceed.</param>
/// <param name="InlineBytes">The maximum number of bytes of a result that is not split.</param>
/// <param name="IsGrowing">Whether the first batches are smaller and grow, as Snowflake's do.</param>
internal readonly record struct BatchLimits(int Rows, int Bytes, int InlineBytes, bool IsGrowing)
{
    /// <summary>The bytes of the first growing batch. 20,000 rows of 989 KB were recorded as 99,986, 229,427, 466,954 and 192,559
    /// bytes.</summary>
    private const int FirstBytes = 100_000;

    /// <summary>The bytes of the second batch. Each further one has twice the size of the previous one.</summary>
    private const long SecondBytes = 230_000;

    /// <summary>The limits of the statement, or of the options when it sets none.</summary>
    public static BatchLimits From(MockhausStatementsOptions options, ResultSettings settings)
    {
        var bytes = settings.BatchBytes ?? options.Results.ResultBatchBytes;
        if (settings.BatchRows is { } rows)
        {
            // A requested number of rows is exact, also for a small result and for growing batches.
            return new(rows, bytes, InlineBytes: 0, IsGrowing: false);
        }

        var isGrowing = options.Results.ResultPartitioning == ResultPartitioning.Snowflake;

        // A requested size of batches also limits a single batch.
        var inline = Math.Min(options.Results.InlineResultBytes, settings.BatchBytes ?? int.MaxValue);
        return new(options.Results.ResultBatchSize, bytes, isGrowing ? Math.Min(inline, FirstBytes) : inline, isGrowing);
    }

    /// <summary>The maximum number of bytes of a batch, which the last row can exceed.</summary>
    /// <param name="number">The number of the batch, from 0.</param>
    public int BytesOf(int number) => (IsGrowing, number) switch
    {
        (false, _) => Bytes,
        (true, 0) => Math.Min(Bytes, FirstBytes),
        _ => (int)Math.Min(Bytes, SecondBytes << Math.Min(number - 1, 20)),
    };
}
