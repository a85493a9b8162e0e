using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Engine;

namespace Mockhaus.Statements.Tests.Engine;

public sealed class WaiterCountTests
{
    [TestCase(false)]
    [TestCase(true)]
    public async Task From_many_threads_nobody_enters_beyond_the_limit_and_nobody_stays_counted(bool runsHere)
    {
        var waiters = new WaiterCount(4);
        var handle = StatementHandle.New(TimeProvider.System);
        using var running = runsHere ? new RunningStatement(Samples.Submitted(TimeProvider.System, "s", null)) : null;
        var (inside, most) = (0, 0);

        await Race.RunAsync(8, _ =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                try
                {
                    waiters.Enter(handle, running);
                }
                catch (StatementLimitException)
                {
                    continue;
                }

                most = Math.Max(most, Interlocked.Increment(ref inside));
                Interlocked.Decrement(ref inside);
                waiters.Leave(handle, running);
            }

            return Task.FromResult(true);
        });

        most.Should().BeInRange(1, 4);
        waiters.Total.Should().Be(0);
        for (var i = 0; i < 4; i++)
        {
            waiters.Enter(handle, running);
        }

        waiters.Invoking(it => it.Enter(handle, running)).Should().Throw<StatementLimitException>();
        waiters.Total.Should().Be(4);
    }

    [Test]
    public async Task Whoever_is_woken_while_others_come_and_go_is_woken_once_and_nothing_is_kept()
    {
        var waiters = new WaiterCount(int.MaxValue);
        var handle = StatementHandle.New(TimeProvider.System);

        await Race.RunAsync(4, async racer =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                if (racer == 0)
                {
                    waiters.Wake(handle);
                    continue;
                }

                waiters.Enter(handle, null);
                var woken = waiters.Woken(handle);
                waiters.WakeAll();
                await woken.WaitAsync(TimeSpan.FromSeconds(30));
                waiters.Leave(handle, null);
            }

            return true;
        });

        waiters.Total.Should().Be(0);
        Action ask = () => waiters.Woken(handle);
        ask.Should().Throw<KeyNotFoundException>("nobody waits for it any more");
    }
}
