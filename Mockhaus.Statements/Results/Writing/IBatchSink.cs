namespace Mockhaus.Statements.Results;

/// <summary>Where the batches of one statement go.</summary>
internal interface IBatchSink
{
    /// <summary>Stores a batch; the same number again replaces it.</summary>
    /// <returns>Whether it was stored: not so when the statement is no longer running.</returns>
    ValueTask<bool> WriteAsync(ResultBatch batch, CancellationToken cancellationToken);
}
