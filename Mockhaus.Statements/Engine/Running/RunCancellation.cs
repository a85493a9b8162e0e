namespace Mockhaus.Statements.Engine;

/// <summary>Tells an executor to stop. Embedded in <see cref="RunningStatement"/>, whose lock guards every call.</summary>
/// <remarks>The source is made when a token is first asked for: a statement that is cancelled in the queue has none.</remarks>
internal struct RunCancellation
{
    private CancellationTokenSource? _source;
    private bool _isStopped;
    private bool _isDisposed;

    /// <summary>Fires when the work is no longer wanted.</summary>
    public CancellationToken Token => _isStopped || _isDisposed ? new(canceled: true) : (_source ??= new()).Token;

    /// <summary>Fires the token. Its callbacks run on a thread of their own: one that blocks holds up no other work.</summary>
    public void Stop()
    {
        // A cancel may come this far just when the worker is done with the statement.
        _isStopped = true;
        if (!_isDisposed)
        {
            _ = _source?.CancelAsync();
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        _source?.Dispose();
    }
}
