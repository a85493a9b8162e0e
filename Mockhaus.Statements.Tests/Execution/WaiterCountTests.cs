using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Tests.Conformance;

namespace Mockhaus.Statements.Tests.Execution;

public sealed class WaiterCountTests
{
    [Test]
    public async Task From_many_threads_nobody_enters_beyond_the_limit_and_nobody_stays_counted()
    {
        var waiters = new WaiterCount(4);
        var handle = StatementHandle.New(TimeProvider.System);
        var (inside, most) = (0, 0);

        await Race.RunAsync(8, _ =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                try
                {
                    waiters.Enter(handle);
                }
                catch (StatementLimitException)
                {
                    continue;
                }

                most = Math.Max(most, Interlocked.Increment(ref inside));
                Interlocked.Decrement(ref inside);
                waiters.Leave(handle);
            }

            return Task.FromResult(true);
        });

        most.Should().BeInRange(1, 4);
        waiters.Total.Should().Be(0);
        for (var i = 0; i < 4; i++)
        {
            waiters.Enter(handle);
        }

        waiters.Invoking(it => it.Enter(handle)).Should().Throw<StatementLimitException>();
        waiters.Total.Should().Be(4);
    }
}
