namespace Mockhaus.Statements;

/// <summary>What a wait does with a statement that is still live when the wait's limit is reached.</summary>
public enum WaitTimeoutBehavior
{
    /// <summary>Nothing: the statement runs on, and the waiter gets it as it stands.</summary>
    ReturnCurrent = 0,

    /// <summary>Cancels it, as <see cref="StatementManager.CancelAsync"/> does.</summary>
    Cancel = 1,
}
