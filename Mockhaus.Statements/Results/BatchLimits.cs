using Mockhaus.Statements.Results.Formatting;

namespace Mockhaus.Statements.Results;

/// <summary>Where a result is cut into batches.</summary>
/// <param name="Rows">How many rows a batch has at most.</param>
/// <param name="Bytes">How many bytes it has at most, but for the row that reaches it.</param>
/// <param name="InlineBytes">Up to how many bytes a result is not cut.</param>
internal readonly record struct BatchLimits(int Rows, int Bytes, int InlineBytes)
{
    /// <summary>What the statement asks for, and the options where it asks for nothing.</summary>
    public static BatchLimits Of(MockhausStatementsOptions options, ResultSettings settings)
    {
        var bytes = settings.BatchBytes ?? options.ResultBatchBytes;

        // Whoever wants batches of a size does not want a larger one, even if there is only one; nor does who wants a number of rows.
        var inline = settings switch
        {
            { BatchRows: not null } => 0,
            { BatchBytes: not null } => Math.Min(options.InlineResultBytes, bytes),
            _ => options.InlineResultBytes,
        };
        return new(settings.BatchRows ?? options.ResultBatchSize, bytes, inline);
    }
}
