using Mockhaus.Statements.Diagnostics;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Engine;

/// <summary>Holds this manager's lease, and ends the statements of managers whose lease has run out.</summary>
internal sealed class OwnershipMonitor
{
    private readonly EngineContext _context;
    private readonly IStatementLeases _leases;
    private readonly StatementCompleter _completer;
    private readonly CoalescingRunner _endLost;
    private readonly IAsyncDisposable _lease;

    public OwnershipMonitor(EngineContext context, IStatementLeases leases, StatementCompleter completer)
    {
        (_context, _leases, _completer) = (context, leases, completer);
        _endLost = new(EndAllLostAsync);
        _lease = leases.AcquireLease(context.Owner, _endLost.Ask);
    }

    /// <summary>Ends all statements whose owner is gone, or leaves that to the pass that is under way.</summary>
    public ValueTask EndLostAsync() => _endLost.RunAsync();

    /// <summary>Begins no pass any more.</summary>
    /// <returns>A task that ends when the pass under way has ended.</returns>
    public Task StopAsync() => _endLost.CloseAsync();

    /// <summary>Whether a statement is live and the lease of its owner has run out.</summary>
    public async ValueTask<bool> IsLostAsync(Statement statement, CancellationToken cancellationToken) =>
        !statement.IsFinished
        && statement.Owner is { } owner
        && owner != _context.Owner
        && !await _leases.IsAliveAsync(owner, cancellationToken).ConfigureAwait(false);

    /// <summary>Ends a statement whose owner is gone; one compare-and-set, so a late write of that owner is refused.</summary>
    public async ValueTask<Statement?> EndLostAsync(Statement lost)
    {
        var write = await _completer.EndAsync(lost, _context.Failure(EngineErrors.OwnerLost)).ConfigureAwait(false);
        if (write.Written)
        {
            Log.OwnerLost(_context.Logger, lost.Handle);

            // The children end before a reader sees the end of the parent. Children that the parent does not list are found on their own.
            foreach (var handle in write.Current!.Children)
            {
                if (await _context.Store.FindAsync(handle, CancellationToken.None).ConfigureAwait(false) is { IsFinished: false } part)
                {
                    await EndLostAsync(part).ConfigureAwait(false);
                }
            }
        }

        return write.Current;
    }

    /// <summary>Ends the live statements whose owner is gone. Those that cannot be ended now are tried by the next pass, or when they are read.</summary>
    private async ValueTask EndAllLostAsync()
    {
        // Only of the living it is remembered for a pass: one that was dead may be back, with statements that are not lost.
        var alive = new HashSet<StatementOwner>();
        try
        {
            var live = _context.Store.ListAsync(new() { Status = StatementStatus.Submitted }, _context.Disposing)
                .Concat(_context.Store.ListAsync(new() { Status = StatementStatus.Running }, _context.Disposing));
            await StatementSweeper.EachAsync(live, EndIfLostAsync, _context.Disposing).ConfigureAwait(false);
        }
        catch (Exception exception) when (!_context.Disposing.IsCancellationRequested)
        {
            Log.LostNotEnded(_context.Logger, exception);
        }
        catch (Exception)
        {
            // Disposed meanwhile: that is for others to end.
        }

        async ValueTask EndIfLostAsync(Statement statement)
        {
            if (statement.Owner is not { } owner || alive.Contains(owner))
            {
                return;
            }

            if (await IsLostAsync(statement, _context.Disposing).ConfigureAwait(false))
            {
                await EndLostAsync(statement).ConfigureAwait(false);
            }
            else
            {
                alive.Add(owner);
            }
        }
    }

    /// <summary>Returns the lease: statements that this manager could not end are "owner lost" for other managers from now on.</summary>
    public async ValueTask ReturnLeaseAsync(TimeSpan limit)
    {
        try
        {
            // Begun in any case; the system's clock, as for the rest of the dispose.
            await _lease.DisposeAsync().AsTask().WaitAsync(limit > TimeSpan.Zero ? limit : TimeSpan.Zero, TimeProvider.System).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Then it runs out by itself.
            Log.LeaseNotReturned(_context.Logger, exception);
        }
    }
}
