using Mockhaus.Statements.Diagnostics;
using Mockhaus.Statements.History;

namespace Mockhaus.Statements.Engine;

/// <summary>Records what happens to statements, behind their way: no statement fails or waits for it, except as the options say.</summary>
internal sealed class HistoryRecorder : IDisposable
{
    /// <summary>How long a reader waits for the entries of what has ended before its call.</summary>
    private static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(2);

    private readonly EngineContext _context;
    private readonly IStatementHistory _history;
    private readonly bool _isRequired;
    private readonly PendingEntries _pending;
    private readonly HistoryWriter _writer;
    private readonly Task _work;
    private bool _mustReconcile = true;

    public HistoryRecorder(EngineContext context, IStatementHistory history, StatementDiagnostics diagnostics)
    {
        (_context, _history) = (context, history);
        var options = context.Options.History;
        _isRequired = options.Required;
        _pending = new(options.MaxPendingBytes);
        Factory = new(options, context.Owner.ToString(), context.TimeProvider);
        _writer = new(context, history, Factory, _pending, diagnostics);

        // The caller that makes the engine, a request or a test, must not lend its context to all entries to come.
        using (ExecutionContext.SuppressFlow())
        {
            _work = Task.Run(_writer.RunAsync);
        }
    }

    public HistoryEntryFactory Factory { get; }

    /// <summary>What waits to be recorded, how old that is, and whether the history is unavailable.</summary>
    public HistoryLoad Load
    {
        get
        {
            var oldest = _writer.GroupAt ?? _pending.Oldest;
            var lag = oldest is { } at && _context.TimeProvider.GetUtcNow() - at is { Ticks: > 0 } age ? age : TimeSpan.Zero;
            return new(_pending.Bytes, lag, _pending.Lost, _pending.IsFailing);
        }
    }

    /// <summary>Waits while too much waits to be recorded and the history is only slow.</summary>
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken) => _pending.WaitForRoomAsync(cancellationToken);

    /// <summary>Records the submission, where that is required, and waits until it is kept.</summary>
    /// <exception cref="StatementHistoryException">It could not be recorded: the statement must not run.</exception>
    public ValueTask SubmittedAsync(Statement statement)
    {
        if (!_isRequired)
        {
            return default;
        }

        var recorded = NewSource();
        _pending.Add(new(HistoryEntryKind.Submitted, statement.CreatedAt, statement, null, recorded));
        return new(recorded.Task);
    }

    /// <summary>Records the end of a statement. Recording it twice is recording it once.</summary>
    public void Ended(Statement final) =>
        _pending.Add(new(HistoryEntryKind.Ended, final.CompletedAt ?? _context.Now, final));

    public void CancelRequested(Statement statement, DateTimeOffset asked) => _pending.Add(new(HistoryEntryKind.CancelRequested, asked, statement));

    public void Released(Statement statement) => _pending.Add(new(HistoryEntryKind.Released, _context.Now, statement));

    public void SessionEnded(string sessionId) => _pending.Add(new(HistoryEntryKind.SessionEnded, _context.Now, null, sessionId));

    /// <summary>The store did not answer, and may have written an end that was not recorded.</summary>
    public void OnUnknownWrite() => Volatile.Write(ref _mustReconcile, true);

    /// <summary>Waits until what happened before this call is recorded; no longer than two seconds, and not while the history is unavailable.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_pending.IsFailing)
        {
            return;
        }

        var reached = NewSource();
        _pending.Add(PendingEntry.Mark(reached));
        try
        {
            await reached.Task.WaitAsync(FlushLimit, _context.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Then the reader gets what is recorded.
        }
    }

    /// <summary>Erases entries, those that wait included.</summary>
    public async ValueTask<long> EraseAsync(HistoryErasure what, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);

        // First, and durably: after a crash, statements that ended before it are not recorded again.
        await _history.AppendAsync([Factory.Create(HistoryEntryKind.Erased, _context.Now, null, null)], cancellationToken).ConfigureAwait(false);
        Factory.Forget();
        var erased = await _history.EraseAsync(what, cancellationToken).ConfigureAwait(false);
        Log.HistoryErased(_context.Logger, what.ToString(), erased);
        return erased;
    }

    /// <summary>Removes what is too old or too much.</summary>
    public async ValueTask TrimAsync(CancellationToken cancellationToken)
    {
        var options = _context.Options.History;
        var trim = await _history.TrimAsync(_context.Now - options.Retention, options.MaxBytes, cancellationToken).ConfigureAwait(false);
        Log.HistoryTrimmed(_context.Logger, trim.Removed, trim.Bytes);
    }

    /// <summary>Records the ends of statements that the history lacks: after a crash, or when an answer of the store was lost.</summary>
    public async ValueTask ReconcileAsync(CancellationToken cancellationToken)
    {
        if (!Volatile.Read(ref _mustReconcile))
        {
            return;
        }

        Volatile.Write(ref _mustReconcile, false);
        try
        {
            await new HistoryReconciler(_context, _history).RunAsync(RecordAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception)
        {
            OnUnknownWrite();
            throw;
        }

        async ValueTask RecordAsync(Statement final)
        {
            await WaitForRoomAsync(cancellationToken).ConfigureAwait(false);
            Ended(final);
        }
    }

    /// <summary>Records what waits, for as long as the manager may take to stop; the rest is lost, and counted in the log.</summary>
    public async ValueTask StopAsync(TimeSpan limit)
    {
        _pending.Close();
        try
        {
            // The system's clock, as for the rest of the dispose.
            await _work.WaitAsync(limit > TimeSpan.Zero ? limit : TimeSpan.Zero, TimeProvider.System).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            await _writer.AbandonAsync().ConfigureAwait(false);
            await _work.ConfigureAwait(false);
        }

        if (_pending.Lost > 0)
        {
            Log.HistoryLost(_context.Logger, _pending.Lost);
        }
    }

    public void Dispose() => _writer.Dispose();

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
