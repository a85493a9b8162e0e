using Microsoft.Extensions.Time.Testing;
using Mockhaus.Statements.Tests.Engine.ModelChecking;

namespace Mockhaus.Statements.Tests.Support;

/// <summary>A clock moved by hand that knows how many timers somebody still has.</summary>
internal sealed class TimerCountingClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private int _live;

    public int LiveTimers => Volatile.Read(ref _live);

    /// <summary>Told of each timer that an operation begins to wait for, and of each that is given back.</summary>
    public Action? Changed { get; set; }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Increment(ref _live);
        var timer = new CountedTimer(this, base.CreateTimer(callback, state, dueTime, period));
        if (ModelOperation.Current is { } operation)
        {
            operation.IsTimed = true;
            Changed?.Invoke();
        }

        return timer;
    }

    private sealed class CountedTimer(TimerCountingClock clock, ITimer inner) : ITimer
    {
        private int _disposed;

        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(dueTime, period);

        public void Dispose()
        {
            inner.Dispose();
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                Interlocked.Decrement(ref clock._live);
                clock.Changed?.Invoke();
            }
        }

        public async ValueTask DisposeAsync()
        {
            await inner.DisposeAsync();
            Dispose();
        }
    }
}
