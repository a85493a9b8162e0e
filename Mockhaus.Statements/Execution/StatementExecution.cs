using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Execution;

/// <summary>One execution of a statement, for its executor.</summary>
/// <remarks>For one thread at a time, except <see cref="ReportProgress"/>, which is thread-safe.</remarks>
public sealed class StatementExecution : IBatchSink
{
    private readonly IStatementStore _store;
    private readonly MockhausStatementsOptions _options;
    private readonly IExecutionObserver _observer;
    private ResultWriter? _result;
    private Report? _report;

    internal StatementExecution(
        Statement statement, IStatementStore store, MockhausStatementsOptions options, IExecutionObserver observer, ISessionStatements? session = null)
    {
        Statement = statement;
        (_store, _options, _observer, Session) = (store, options, observer, session);
    }

    /// <summary>The statement to run.</summary>
    public Statement Statement { get; }

    /// <summary>The writer for the rows. If it is never started, the result is that of a statement without rows.</summary>
    public ResultWriter Result => _result ??= new(Statement.Handle, this, _options, ResultSettings.From(Statement.Context.Parameters));

    /// <summary>Reports the progress of the work. Readers get it as <see cref="Statement.Progress"/>; callers that watch the statement are
    /// notified.</summary>
    /// <remarks>Inexpensive, and never stored. Written rows are counted automatically.</remarks>
    /// <param name="fraction">The completed part of the work, from 0 to 1, or null when it is unknown.</param>
    /// <param name="message">The current activity, for display, or null.</param>
    public void ReportProgress(double? fraction, string? message = null)
    {
        if (fraction is not (null or (>= 0 and <= 1)))
        {
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "A fraction must be between 0 and 1.");
        }

        Volatile.Write(ref _report, new(fraction, message));
        _observer.OnProgress();
    }

    /// <summary>The other statements of the session, or null where an engine has none to give.</summary>
    internal ISessionStatements? Session { get; }

    /// <summary>The progress; null when none is known.</summary>
    internal StatementProgress? Progress
    {
        get
        {
            var (report, rows) = (Volatile.Read(ref _report), Volatile.Read(ref _result)?.RowCount ?? 0);
            return report is null && rows == 0 ? null : new(rows, report?.Fraction, report?.Message);
        }
    }

    /// <summary>Discards the rows of a failed run, to run the statement again.</summary>
    /// <returns>True when the statement can run again; false when rows were already sent to the store.</returns>
    internal bool TryBeginAgain()
    {
        if (_result is { HasSent: true })
        {
            return false;
        }

        _result?.Release();
        Volatile.Write(ref _result, null);
        return true;
    }

    /// <summary>Stores the remaining rows.</summary>
    internal ValueTask<ResultManifest> CompleteAsync(CancellationToken cancellationToken) =>
        _result is null
            ? StatusResult.StoreAsync(Statement.Handle, this, cancellationToken)
            : _result.CompleteAsync(cancellationToken);

    /// <summary>Releases the writer. Nothing can be written afterwards.</summary>
    internal void Release() => _result?.Release();

    ValueTask<bool> IBatchSink.WriteAsync(ResultBatch batch, CancellationToken cancellationToken) =>
        _store.WriteBatchAsync(Statement.Handle, batch, cancellationToken);

    private sealed record Report(double? Fraction, string? Message);
}
