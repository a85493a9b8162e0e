using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Mockhaus.Statements.AspNetCore.FaultInjection;

namespace Mockhaus.Statements.Tests.FaultInjection;

public sealed class ClockTests
{
    private FakeTimeProvider _behind = null!;
    private FaultClock _clock = null!;
    private int _fired;

    [SetUp]
    public void Make()
    {
        _behind = new();
        (_clock, _fired) = (new(_behind), 0);
    }

    [Test]
    public void It_runs_as_the_clock_behind_it_does_and_is_ahead_by_all_moves()
    {
        var start = _clock.GetTimestamp();

        _clock.TryAdvance(TimeSpan.FromHours(1)).Should().BeTrue();
        _behind.Advance(TimeSpan.FromMinutes(1));
        _clock.TryAdvance(TimeSpan.FromHours(1)).Should().BeTrue();

        (_clock.GetUtcNow() - _behind.GetUtcNow()).Should().Be(TimeSpan.FromHours(2));
        _clock.GetElapsedTime(start).Should().Be(TimeSpan.FromMinutes(121));
    }

    [Test]
    public void A_timer_that_is_due_fires_once_and_others_wait_for_what_is_left()
    {
        using var due = Timer(TimeSpan.FromMinutes(10), Timeout.InfiniteTimeSpan);
        using var later = Timer(TimeSpan.FromMinutes(30), Timeout.InfiniteTimeSpan);

        Advance(TimeSpan.FromMinutes(20));
        _fired.Should().Be(1);
        _behind.Advance(TimeSpan.FromMinutes(9));
        _fired.Should().Be(1);
        _behind.Advance(TimeSpan.FromMinutes(1));
        _fired.Should().Be(2);
        Advance(TimeSpan.FromDays(1));
        _fired.Should().Be(2);
    }

    [Test]
    public void A_periodic_timer_fires_once_for_a_move_and_goes_on_with_its_period()
    {
        using var timer = Timer(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5));

        Advance(TimeSpan.FromHours(1));
        _fired.Should().Be(1);
        _behind.Advance(TimeSpan.FromMinutes(5));
        _fired.Should().Be(2);
        Advance(TimeSpan.FromMinutes(4));
        _fired.Should().Be(2);
        Advance(TimeSpan.FromMinutes(1));
        _fired.Should().Be(3);
    }

    [Test]
    public void A_timer_that_is_stopped_or_disposed_does_not_fire_and_one_that_is_set_again_does()
    {
        using var stopped = Timer(TimeSpan.FromMinutes(5), Timeout.InfiniteTimeSpan);
        stopped.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Timer(TimeSpan.FromMinutes(5), Timeout.InfiniteTimeSpan).Dispose();

        Advance(TimeSpan.FromHours(1));
        _fired.Should().Be(0);
        stopped.Change(TimeSpan.FromMinutes(1), Timeout.InfiniteTimeSpan);
        Advance(TimeSpan.FromMinutes(1));
        _fired.Should().Be(1);
    }

    [Test]
    public async Task A_delay_that_the_system_would_let_wait_for_an_hour_is_over_at_once()
    {
        var clock = new FaultClock(TimeProvider.System);
        var delay = Task.Delay(TimeSpan.FromHours(1), clock);

        clock.TryAdvance(TimeSpan.FromHours(1)).Should().BeTrue();

        await delay.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Test]
    public void The_clock_of_a_host_is_behind_it_however_it_was_registered()
    {
        foreach (var register in new Action<IServiceCollection>[]
        {
            services => services.AddSingleton<TimeProvider>(_behind),
            services => services.AddSingleton<TimeProvider>(_ => _behind),
            services => services.AddSingleton<TimeProvider, FakeTimeProvider>(),
        })
        {
            var services = new ServiceCollection();
            register(services);
            FaultClock.Register(services, _ => true);
            using var provider = services.BuildServiceProvider();

            provider.GetRequiredService<TimeProvider>().Should().BeOfType<FaultClock>()
                .Which.GetUtcNow().Should().Be(_behind.GetUtcNow(), "a clock for tests stands still");
        }
    }

    private ITimer Timer(TimeSpan dueTime, TimeSpan period) => _clock.CreateTimer(_ => _fired++, null, dueTime, period);

    /// <summary>Moves the clock; the one behind it has to tick for its timers to notice.</summary>
    private void Advance(TimeSpan by)
    {
        _clock.TryAdvance(by).Should().BeTrue();
        _behind.Advance(TimeSpan.Zero);
    }
}
