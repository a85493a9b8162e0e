using Mockhaus.Statements.Diagnostics;

namespace Mockhaus.Statements.Engine;

/// <summary>What is done at the start and after each <see cref="StatementRetentionOptions.CleanupInterval"/>.</summary>
internal sealed class Housekeeper : IAsyncDisposable
{
    private readonly EngineContext _context;
    private readonly ResultBudget _budget;
    private readonly StatementDiagnostics _diagnostics;
    private readonly StatementSweeper _sweeper;

    public Housekeeper(
        EngineContext context,
        ResultBudget budget,
        OwnershipMonitor ownership,
        SessionExpiry sessions,
        StatementDiagnostics diagnostics,
        HistoryRecorder? history)
    {
        (_context, _budget, _diagnostics) = (context, budget, diagnostics);
        _sweeper = new(
            context.Options.Retention.CleanupInterval,
            context.TimeProvider,
            context.Logger,
            _ => ownership.EndLostAsync(),
            PurgeExpiredAsync,
            CountAsync,
            sessions.EndIdleSessionsAsync,
            cancellationToken => history?.ReconcileAsync(cancellationToken) ?? default,
            cancellationToken => history?.TrimAsync(cancellationToken) ?? default);
    }

    public ValueTask DisposeAsync() => _sweeper.DisposeAsync();

    private async ValueTask PurgeExpiredAsync(CancellationToken cancellationToken)
    {
        var result = await _context.Store.PurgeExpiredAsync(_context.TimeProvider.GetUtcNow(), _context.Options.Retention.TombstoneRetention, cancellationToken).ConfigureAwait(false);
        _diagnostics.Swept(result);
        Log.Swept(_context.Logger, result.Expired, result.Removed);
    }

    private async ValueTask CountAsync(CancellationToken cancellationToken)
    {
        await _budget.CountAsync(_context.Now, cancellationToken).ConfigureAwait(false);

        // What other servers have stored is found only here.
        await _budget.EnforceAsync(_context.Now, cancellationToken).ConfigureAwait(false);
    }
}
