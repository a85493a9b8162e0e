using System.Collections.Concurrent;

namespace Mockhaus.Statements.Stores.PerSession;

/// <summary>A session that is persistent, or is just becoming so or ceasing to be.</summary>
/// <remarks>What changes here while the file is open or shut belongs to <see cref="OpenFiles"/>, under its lock.</remarks>
internal sealed class SessionFile(string sessionId, string path) : IDisposable
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _live;
    private bool _isReady;

    public string SessionId { get; } = sessionId;

    public string Path { get; } = path;

    /// <summary>Held by whoever opens or closes the session.</summary>
    public SemaphoreSlim Gate { get; } = new(1);

    /// <summary>Its statements, as far as anybody knows.</summary>
    public ConcurrentDictionary<StatementHandle, SessionHandle> Handles { get; } = new();

    /// <summary>Whether its statements have been found, so that new ones may come. Set under the gate; unset where places are decided on.</summary>
    public bool IsReady
    {
        get => Volatile.Read(ref _isReady);
        set => Volatile.Write(ref _isReady, value);
    }

    /// <summary>Ends when the session is no longer persistent: whoever comes then finds another place for it.</summary>
    public Task Ended => _ended.Task;

    /// <summary>How many of its statements are live.</summary>
    public int Live => Volatile.Read(ref _live);

    /// <summary>The open file, or null.</summary>
    public IStatementStore? Store { get; set; }

    /// <summary>The opening or shutting that is under way, or null.</summary>
    public Task? Busy { get; set; }

    /// <summary>Whether nobody is let in any more.</summary>
    public bool IsRetired { get; set; }

    /// <summary>How many calls are inside.</summary>
    public int Inside { get; set; }

    /// <summary>When it was entered last, counted in entries.</summary>
    public long LastUsed { get; set; }

    public void CountLive(int change) => Interlocked.Add(ref _live, change);

    public void End() => _ended.TrySetResult();

    /// <summary>Waits for an opening that is under way. False: it has failed, or the session was closed.</summary>
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
