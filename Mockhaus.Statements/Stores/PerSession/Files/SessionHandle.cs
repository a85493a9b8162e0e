namespace Mockhaus.Statements.Stores.PerSession;

/// <summary>Says that a handle belongs to a persistent session. One instance for each add: what was added with it is never added again.</summary>
internal sealed class SessionHandle(SessionFile file, bool isSettled)
{
    private readonly TaskCompletionSource? _settled = isSettled ? null : new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isLive;

    public SessionFile File { get; } = file;

    /// <summary>Ends when it is known whether the statement was added.</summary>
    public Task Settled => _settled?.Task ?? Task.CompletedTask;

    public void Settle() => _settled?.TrySetResult();

    /// <summary>Keeps count of what is live.</summary>
    public void SetLive(bool isLive)
    {
        var now = isLive ? 1 : 0;
        File.CountLive(now - Interlocked.Exchange(ref _isLive, now));
    }
}
