namespace Mockhaus.Statements.Tests.Support;

/// <summary>A clock that stands, and can keep whoever asks it from going on until somebody else has done something.</summary>
internal sealed class HeldClock(DateTimeOffset now) : TimeProvider
{
    private static readonly TimeSpan Safety = TimeSpan.FromSeconds(30);
    private readonly ManualResetEventSlim _asked = new();
    private readonly ManualResetEventSlim _free = new(initialState: true);

    public override DateTimeOffset GetUtcNow()
    {
        _asked.Set();
        return _free.Wait(Safety) ? now : throw new TimeoutException("Nobody let the clock go.");
    }

    /// <summary>Keeps the next who ask.</summary>
    public void Hold()
    {
        _asked.Reset();
        _free.Reset();
    }

    public bool WaitUntilAsked() => _asked.Wait(Safety);

    public void LetGo() => _free.Set();
}
