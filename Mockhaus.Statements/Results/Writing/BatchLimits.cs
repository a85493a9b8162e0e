namespace Mockhaus.Statements.Results;

/// <summary>Where a result is cut into batches.</summary>
/// <param name="Rows">How many rows a batch has at most.</param>
/// <param name="Bytes">How many bytes it has at most, but for the row that reaches it.</param>
/// <param name="InlineBytes">Up to how many bytes a result is not cut.</param>
/// <param name="IsGrowing">Whether the first batches are smaller, as Snowflake's are.</param>
internal readonly record struct BatchLimits(int Rows, int Bytes, int InlineBytes, bool IsGrowing)
{
    /// <summary>The first batch when they grow. 20,000 rows of 989 KB were recorded as 99,986, 229,427, 466,954 and 192,559 bytes.</summary>
    private const int FirstBytes = 100_000;

    /// <summary>The second one; each later one has twice as much as the one before it.</summary>
    private const long SecondBytes = 230_000;

    /// <summary>What the statement asks for, and the options where it asks for nothing.</summary>
    public static BatchLimits From(MockhausStatementsOptions options, ResultSettings settings)
    {
        var bytes = settings.BatchBytes ?? options.ResultBatchBytes;
        if (settings.BatchRows is { } rows)
        {
            // A number of rows is asked for to have exactly so many, also in a result that is small or in batches that would grow.
            return new(rows, bytes, InlineBytes: 0, IsGrowing: false);
        }

        var isGrowing = options.ResultPartitioning == ResultPartitioning.Snowflake;

        // A request for batches of a size is also a request not to have a larger one, even if there is only one.
        var inline = Math.Min(options.InlineResultBytes, settings.BatchBytes ?? int.MaxValue);
        return new(options.ResultBatchSize, bytes, isGrowing ? Math.Min(inline, FirstBytes) : inline, isGrowing);
    }

    /// <summary>How many bytes a batch has at most, but for the row that reaches it.</summary>
    /// <param name="number">Its number, from 0.</param>
    public int BytesOf(int number) => (IsGrowing, number) switch
    {
        (false, _) => Bytes,
        (true, 0) => Math.Min(Bytes, FirstBytes),
        _ => (int)Math.Min(Bytes, SecondBytes << Math.Min(number - 1, 20)),
    };
}
