namespace Mockhaus.Statements;

/// <summary>What a wait does with a statement that is still live when the wait's time limit is reached.</summary>
public enum WaitTimeoutBehavior
{
    /// <summary>Returns the current statement, which keeps running.</summary>
    ReturnCurrent = 0,

    /// <summary>Cancels the statement, as <see cref="StatementManager.CancelAsync"/> does.</summary>
    Cancel = 1,
}
