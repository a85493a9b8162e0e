using System.Collections.Concurrent;

namespace Mockhaus.Statements.Stores.PerSession;

/// <summary>A session that is persistent, or is being opened or closed.</summary>
/// <remarks>The state of the file itself (open, busy, in use) belongs to <see cref="OpenFiles"/>, under its lock.</remarks>
internal sealed class SessionFile(string sessionId, string path) : IDisposable
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _live;
    private bool _isReady;

    public string SessionId { get; } = sessionId;

    public string Path { get; } = path;

    /// <summary>Held while the session is opened or closed.</summary>
    public SemaphoreSlim Gate { get; } = new(1);

    /// <summary>Its known statements.</summary>
    public ConcurrentDictionary<StatementHandle, SessionHandle> Handles { get; } = new();

    /// <summary>Whether its statements have been loaded, so that new ones may be added. Set under the gate; unset under the placement
    /// lock.</summary>
    public bool IsReady
    {
        get => Volatile.Read(ref _isReady);
        set => Volatile.Write(ref _isReady, value);
    }

    /// <summary>Ends when the session is no longer persistent: an addition then looks for its place again.</summary>
    public Task Ended => _ended.Task;

    /// <summary>How many of its statements are live.</summary>
    public int Live => Volatile.Read(ref _live);

    /// <summary>The open file, or null.</summary>
    public IStatementStore? Store { get; set; }

    /// <summary>The opening or shutting that is in progress, or null.</summary>
    public Task? Busy { get; set; }

    /// <summary>Whether new calls are refused.</summary>
    public bool IsRetired { get; set; }

    /// <summary>How many calls use the file.</summary>
    public int Users { get; set; }

    /// <summary>When it was used last, counted in uses.</summary>
    public long LastUsed { get; set; }

    public void CountLive(int change) => Interlocked.Add(ref _live, change);

    public void End() => _ended.TrySetResult();

    /// <summary>Waits for an opening that is in progress. False when it has failed, or the session was closed.</summary>
    public async ValueTask<bool> WaitReadyAsync(CancellationToken cancellationToken)
    {
        if (!IsReady)
        {
            await Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
            Gate.Release();
        }

        return IsReady && !Ended.IsCompleted;
    }

    public void Dispose() => Gate.Dispose();
}
