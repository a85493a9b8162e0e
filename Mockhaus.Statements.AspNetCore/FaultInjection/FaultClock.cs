using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace Mockhaus.Statements.AspNetCore.FaultInjection;

/// <summary>A clock that follows another clock and can be moved forward. Timers that are due after a move fire at once.</summary>
/// <remarks>A periodic timer fires once for a move, regardless of the number of periods that have passed, and then continues with its
/// period.</remarks>
internal sealed class FaultClock(TimeProvider clock) : TimeProvider
{
    private static readonly TimeSpan Limit = TimeSpan.FromDays(36_500);

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<FaultTimer, bool> _timers = new();
    private long _aheadTicks;

    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    public override long TimestampFrequency => clock.TimestampFrequency;

    /// <summary>Replaces the clock of a host when fault injection is enabled.</summary>
    public static void Register(IServiceCollection services, Func<IServiceProvider, bool> isOn)
    {
        var host = services.LastOrDefault(service => service.ServiceType == typeof(TimeProvider) && !service.IsKeyedService);
        if (host is not null)
        {
            services.Remove(host);
        }

        services.AddSingleton(provider =>
        {
            var clock = host switch
            {
                null => System,
                { ImplementationInstance: { } instance } => (TimeProvider)instance,
                { ImplementationFactory: { } create } => (TimeProvider)create(provider),
                _ => (TimeProvider)ActivatorUtilities.CreateInstance(provider, host.ImplementationType!),
            };
            return isOn(provider) ? new FaultClock(clock) : clock;
        });
    }

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow().AddTicks(Interlocked.Read(ref _aheadTicks));

    public override long GetTimestamp() =>
        clock.GetTimestamp() + (long)((Int128)Interlocked.Read(ref _aheadTicks) * TimestampFrequency / TimeSpan.TicksPerSecond);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new FaultTimer(clock, this, callback, state, dueTime, period);

    /// <summary>Moves the clock forward; false when it would be more than a hundred years ahead.</summary>
    public bool TryAdvance(TimeSpan by)
    {
        lock (_gate)
        {
            if (_aheadTicks + by.Ticks > Limit.Ticks)
            {
                return false;
            }

            Interlocked.Add(ref _aheadTicks, by.Ticks);
        }

        foreach (var timer in _timers.Keys)
        {
            timer.Reschedule();
        }

        return true;
    }

    public void Add(FaultTimer timer) => _timers[timer] = true;

    public void Remove(FaultTimer timer) => _timers.TryRemove(timer, out _);
}
