namespace Mockhaus.Statements.Engine;

/// <summary>What waiters and watchers of a statement wait for. Embedded in <see cref="RunningStatement"/>, whose lock guards every call.</summary>
/// <remarks>Made when it is first asked for: most statements have neither. Continuations run elsewhere: the thread that ends a statement must not run
/// a thousand waiters on its way.</remarks>
internal struct RunSignals
{
    private TaskCompletionSource<Statement>? _ended;
    private TaskCompletionSource? _changed;

    /// <summary>A task that ends with the final state.</summary>
    public Task<Statement> WhenEnded(Statement? final) => final is not null && _ended is null
        ? Task.FromResult(final)
        : (_ended ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>A task that ends with the next change.</summary>
    public Task WhenChanged(Statement? final) => final is not null
        ? Task.CompletedTask
        : (_changed ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void SignalChange()
    {
        _changed?.TrySetResult();
        _changed = null;
    }

    public readonly void SignalEnd(Statement final)
    {
        _ended?.TrySetResult(final);
        _changed?.TrySetResult();
    }
}
