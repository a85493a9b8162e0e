namespace Mockhaus.Statements.Execution;

/// <summary>Observes the progress that an executor reports.</summary>
internal interface IExecutionObserver
{
    /// <summary>Called when the progress has changed, on any thread.</summary>
    void OnProgress();
}
