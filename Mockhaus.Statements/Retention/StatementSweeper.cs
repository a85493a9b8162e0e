using Microsoft.Extensions.Logging;
using Mockhaus.Statements.Diagnostics;

namespace Mockhaus.Statements.Retention;

/// <summary>Asks the store now and then to give back what has expired. A pass that fails is logged, and the next one comes.</summary>
internal sealed class StatementSweeper : IAsyncDisposable
{
    private readonly IStatementStore _store;
    private readonly MockhausStatementsOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;

    public StatementSweeper(IStatementStore store, MockhausStatementsOptions options, TimeProvider timeProvider, ILogger logger)
    {
        (_store, _options, _timeProvider, _logger) = (store, options, timeProvider, logger);

        // The timer is made here, not in the task: a clock moved by hand right after must find it.
        _work = WorkAsync(new PeriodicTimer(options.CleanupInterval, timeProvider));
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
            while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false))
            {
                await SweepAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task SweepAsync()
    {
        try
        {
            var result = await _store
                .ReclaimAsync(_timeProvider.GetUtcNow(), _options.TombstoneRetention, _stop.Token)
                .ConfigureAwait(false);
            Log.Swept(_logger, result.Expired, result.Removed);
        }
        catch (Exception exception) when (!_stop.IsCancellationRequested)
        {
            Log.SweepFailed(_logger, exception);
        }
    }
}
