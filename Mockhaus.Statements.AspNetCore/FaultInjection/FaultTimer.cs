namespace Mockhaus.Statements.AspNetCore.FaultInjection;

/// <summary>A timer of a <see cref="FaultClock"/>. It uses a timer of the underlying clock, which is rescheduled when the time is
/// moved.</summary>
internal sealed class FaultTimer : ITimer
{
    private readonly Lock _gate = new();
    private readonly FaultClock _clock;
    private readonly TimerCallback _callback;
    private readonly object? _state;
    private readonly ITimer _timer;
    private TimeSpan _period;
    private TimeSpan _delay;
    private long _start;
    private bool _isArmed;

    public FaultTimer(TimeProvider behind, FaultClock clock, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        (_clock, _callback, _state) = (clock, callback, state);
        _timer = behind.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Change(dueTime, period);
    }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            // Added to the clock before the time is read, so that no move is missed.
            _isArmed = dueTime != Timeout.InfiniteTimeSpan;
            if (_isArmed)
            {
                _clock.Add(this);
            }
            else
            {
                _clock.Remove(this);
            }

            (_start, _delay, _period) = (_clock.GetTimestamp(), dueTime, period);
            if (_timer.Change(dueTime, period))
            {
                return true;
            }

            // The timer is disposed.
            _clock.Remove(this);
            return false;
        }
    }

    /// <summary>Reschedules the timer after a move of the clock for the remaining time.</summary>
    public void Reschedule()
    {
        lock (_gate)
        {
            if (_isArmed)
            {
                var left = _delay - _clock.GetElapsedTime(_start);
                _timer.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, _period);
            }
        }
    }

    public void Dispose()
    {
        _clock.Remove(this);
        _timer.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        _clock.Remove(this);
        return _timer.DisposeAsync();
    }

    private void Fire()
    {
        lock (_gate)
        {
            if (!_isArmed)
            {
                // It was rescheduled while it fired.
                return;
            }

            if (_period == Timeout.InfiniteTimeSpan || _period == TimeSpan.Zero)
            {
                _isArmed = false;
                _clock.Remove(this);
            }
            else
            {
                (_start, _delay) = (_clock.GetTimestamp(), _period);
            }
        }

        _callback(_state);
    }
}
