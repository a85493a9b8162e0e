using Mockhaus.Statements.Engine;

namespace Mockhaus.Statements.Tests.Engine.Retention;

public sealed class OnePassTests
{
    private static readonly TimeSpan Safety = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _begun = new(0);
    private readonly SemaphoreSlim _gate = new(0);
    private CoalescingRunner _pass = null!;
    private int _inside;
    private int _most;
    private int _done;

    [SetUp]
    public void Create()
    {
        (_inside, _most, _done) = (0, 0, 0);
        _pass = new(async () =>
        {
            _most = Math.Max(_most, Interlocked.Increment(ref _inside));
            _begun.Release();
            (await _gate.WaitAsync(Safety)).Should().BeTrue();
            Interlocked.Decrement(ref _inside);
            _done++;
        });
    }

    [OneTimeTearDown]
    public void Dispose()
    {
        _begun.Dispose();
        _gate.Dispose();
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Whoever_asks_while_it_is_done_has_it_done_once_more(bool isRun)
    {
        var running = isRun ? _pass.RunAsync().AsTask() : Task.CompletedTask;
        if (!isRun)
        {
            _pass.Ask();
        }

        await BegunAsync();
        for (var i = 0; i < 10; i++)
        {
            _pass.Ask();
            await _pass.RunAsync().AsTask().WaitAsync(Safety);
        }

        _gate.Release();
        await BegunAsync();
        await running.WaitAsync(Safety);
        _gate.Release();
        await _pass.CloseAsync().WaitAsync(Safety);

        (_done, _most).Should().Be((2, 1));
    }

    [Test]
    public async Task It_is_done_anew_when_it_is_asked_for_later()
    {
        for (var i = 1; i <= 3; i++)
        {
            var running = _pass.RunAsync().AsTask();
            await BegunAsync();
            _gate.Release();
            await running.WaitAsync(Safety);
            _done.Should().Be(i);
        }
    }

    [Test]
    public async Task When_it_is_closed_what_is_under_way_is_waited_for_and_nothing_is_begun()
    {
        _pass.Ask();
        await BegunAsync();
        _pass.Ask();

        var closing = _pass.CloseAsync();
        _pass.Ask();
        closing.IsCompleted.Should().BeFalse();
        _gate.Release();
        await closing.WaitAsync(Safety);
        await _pass.RunAsync().AsTask().WaitAsync(Safety);
        _pass.Ask();
        await _pass.CloseAsync().WaitAsync(Safety);

        _done.Should().Be(1);
    }

    private async Task BegunAsync() => (await _begun.WaitAsync(Safety)).Should().BeTrue();
}
