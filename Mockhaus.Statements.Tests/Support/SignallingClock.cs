using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Mockhaus.Statements.Tests.Support;

/// <summary>A clock moved by hand that tells when somebody has begun to wait upon it: only then does moving it wake them.</summary>
public sealed class SignallingClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private static readonly TimeSpan Safety = TimeSpan.FromSeconds(30);

    private readonly Channel<TimeSpan> _timers = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _timers.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Waits until somebody waits for as long as this.</summary>
    public Task TimerAsync(TimeSpan dueTime) => TimerAsync(dueTime, dueTime);

    /// <summary>Waits until somebody waits for about as long.</summary>
    /// <returns>For how long.</returns>
    public async Task<TimeSpan> TimerAsync(TimeSpan least, TimeSpan most)
    {
        while (true)
        {
            // Timers of others are of no interest.
            if (await _timers.Reader.ReadAsync().AsTask().WaitAsync(Safety) is var dueTime && dueTime >= least && dueTime <= most)
            {
                return dueTime;
            }
        }
    }
}
