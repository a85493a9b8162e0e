namespace Mockhaus.Statements.Results;

/// <summary>Stores the batches of one statement.</summary>
internal interface IBatchSink
{
    /// <summary>Stores a batch. A batch with the same number is replaced.</summary>
    /// <returns>True when it was stored; false when the statement is no longer running.</returns>
    ValueTask<bool> WriteAsync(ResultBatch batch, CancellationToken cancellationToken);
}
