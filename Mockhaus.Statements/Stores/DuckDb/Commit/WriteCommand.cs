namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>One change that a caller waits for until it is durable.</summary>
internal abstract class WriteCommand
{
    private readonly TaskCompletionSource<WriteOutcome> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the change is on the disk, or was refused by what stands there.</summary>
    public Task<WriteOutcome> Done => _done.Task;

    /// <summary>About how many bytes it writes.</summary>
    public virtual long Size => 0;

    /// <summary>Looks at what stands there, and says in the group what is to be written. On the writer's thread.</summary>
    public abstract WriteOutcome Prepare(WriteGroup group);

    public void Complete(WriteOutcome outcome) => _done.TrySetResult(outcome);

    public void Fail(Exception exception) => _done.TrySetException(exception);
}
