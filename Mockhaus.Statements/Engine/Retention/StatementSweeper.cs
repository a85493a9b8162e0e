using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Mockhaus.Statements.Diagnostics;

namespace Mockhaus.Statements.Engine;

/// <summary>Runs passes at once and after each interval. A pass that fails is logged, and the others run.</summary>
internal sealed class StatementSweeper : IAsyncDisposable
{
    private readonly IReadOnlyList<Func<CancellationToken, ValueTask>> _passes;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;

    public StatementSweeper(
        TimeSpan interval, TimeProvider timeProvider, ILogger logger, params IReadOnlyList<Func<CancellationToken, ValueTask>> passes)
    {
        (_passes, _logger) = (passes, logger);

        // The timer is made here, not in the task: a clock moved by hand right after must find it.
        _work = WorkAsync(new PeriodicTimer(interval, timeProvider));
    }

    /// <summary>Does work for each of many items. A failure does not stop the others; the first one is thrown afterwards.</summary>
    public static async ValueTask EachAsync<T>(IAsyncEnumerable<T> all, Func<T, ValueTask> work, CancellationToken cancellationToken)
    {
        ExceptionDispatchInfo? failure = null;
        await foreach (var one in all.ConfigureAwait(false))
        {
            try
            {
                await work(one).ConfigureAwait(false);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                failure ??= ExceptionDispatchInfo.Capture(exception);
            }
        }

        failure?.Throw();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task WorkAsync(PeriodicTimer timer)
    {
        using (timer)
        {
            do
            {
                foreach (var pass in _passes)
                {
                    await TryAsync(pass).ConfigureAwait(false);
                }
            }
            while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false));
        }
    }

    private async ValueTask TryAsync(Func<CancellationToken, ValueTask> pass)
    {
        try
        {
            await pass(_stop.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (!_stop.IsCancellationRequested)
        {
            Log.SweepFailed(_logger, exception);
        }
    }
}
