namespace Mockhaus.Statements.Execution;

/// <summary>Is told what an executor reports of its work.</summary>
internal interface IExecutionObserver
{
    /// <summary>The progress has changed. Any thread may call.</summary>
    void OnProgress();
}
