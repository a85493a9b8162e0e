namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>A change, and the task that ends when it is durable.</summary>
internal abstract class WriteCommand
{
    private readonly TaskCompletionSource<WriteOutcome> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the change is on disk, or was refused.</summary>
    public Task<WriteOutcome> Done => _done.Task;

    /// <summary>The approximate number of bytes that it writes.</summary>
    public virtual long Size => 0;

    /// <summary>Checks the current state, and adds the rows to write to the group. On the writer's thread.</summary>
    public abstract WriteOutcome Prepare(WriteGroup group);

    public void Complete(WriteOutcome outcome) => _done.TrySetResult(outcome);

    public void Fail(Exception exception) => _done.TrySetException(exception);
}
