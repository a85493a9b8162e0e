namespace Mockhaus.Statements.Stores.PerSession;

/// <summary>The entry of a handle that belongs to a persistent session. Each addition has an instance of its own, which is not used for
/// another.</summary>
internal sealed class SessionHandle(SessionFile file, bool isSettled)
{
    private readonly TaskCompletionSource? _settled = isSettled ? null : new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isLive;

    public SessionFile File { get; } = file;

    /// <summary>Ends when it is known whether the statement was added.</summary>
    public Task Settled => _settled?.Task ?? Task.CompletedTask;

    public void Settle() => _settled?.TrySetResult();

    /// <summary>Updates the number of live statements of the session.</summary>
    public void SetLive(bool isLive)
    {
        var now = isLive ? 1 : 0;
        File.CountLive(now - Interlocked.Exchange(ref _isLive, now));
    }
}
