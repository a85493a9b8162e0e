namespace Mockhaus.Statements.Tests.Support;

/// <summary>A clock that lets something happen between the moment that it tells and the moment when its caller learns it.</summary>
internal sealed class OvertakenClock(DateTimeOffset now) : TimeProvider
{
    private Action? _overtake;
    private int _at;

    public DateTimeOffset Now { get; set; } = now;

    /// <summary>How often it was asked.</summary>
    public int Asked { get; private set; }

    /// <summary>Lets something happen at its n-th answer from here, from 1.</summary>
    public void Overtake(int answer, Action overtake) => (_at, _overtake) = (Asked + answer, overtake);

    public override DateTimeOffset GetUtcNow()
    {
        var told = Now;
        if (++Asked == _at)
        {
            _overtake?.Invoke();
        }

        return told;
    }
}
