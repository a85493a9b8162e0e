using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Execution;

/// <summary>One run of a statement, as its executor sees it.</summary>
/// <remarks>For one thread at a time, but for <see cref="ReportProgress"/>, which any thread may call.</remarks>
public sealed class StatementExecution : IBatchSink
{
    private readonly IStatementStore _store;
    private readonly MockhausStatementsOptions _options;
    private readonly IExecutionObserver _observer;
    private ResultWriter? _result;
    private Report? _report;

    internal StatementExecution(Statement statement, IStatementStore store, MockhausStatementsOptions options, IExecutionObserver observer)
    {
        Statement = statement;
        (_store, _options, _observer) = (store, options, observer);
    }

    /// <summary>What to run.</summary>
    public Statement Statement { get; }

    /// <summary>Where the rows go. One that is never started gives the result of a statement without rows.</summary>
    public ResultWriter Result => _result ??= new(Statement.Handle, this, _options, ResultSettings.From(Statement.Context.Parameters));

    /// <summary>Tells how far the work has come; readers see it as <see cref="Statement.Progress"/>, watchers are woken by it.</summary>
    /// <remarks>Cheap, and never stored. The rows written are counted without it.</remarks>
    /// <param name="fraction">How much of the work is done, from 0 to 1, or null when that is not known.</param>
    /// <param name="message">What is being done, for people to read, or null.</param>
    public void ReportProgress(double? fraction, string? message = null)
    {
        if (fraction is not (null or (>= 0 and <= 1)))
        {
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "A fraction is between 0 and 1.");
        }

        Volatile.Write(ref _report, new(fraction, message));
        _observer.OnProgress();
    }

    /// <summary>How far it has come; null when nothing is known of that.</summary>
    internal StatementProgress? Progress
    {
        get
        {
            var (report, rows) = (Volatile.Read(ref _report), Volatile.Read(ref _result)?.RowCount ?? 0);
            return report is null && rows == 0 ? null : new(rows, report?.Fraction, report?.Message);
        }
    }

    /// <summary>Drops the rows of a run that has failed, to run the statement again.</summary>
    /// <returns>Whether it may run again: not when rows of it are on their way to the store.</returns>
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

    /// <summary>Stores what is left of the result.</summary>
    internal ValueTask<ResultManifest> CompleteAsync(CancellationToken cancellationToken) =>
        _result is null
            ? StatusResult.StoreAsync(Statement.Handle, this, cancellationToken)
            : _result.CompleteAsync(cancellationToken);

    /// <summary>Nothing can be written afterwards.</summary>
    internal void Release() => _result?.Release();

    ValueTask<bool> IBatchSink.WriteAsync(ResultBatch batch, CancellationToken cancellationToken) =>
        _store.WriteBatchAsync(Statement.Handle, batch, cancellationToken);

    private sealed record Report(double? Fraction, string? Message);
}
