namespace Mockhaus.Statements;

/// <summary>Where a statement stands. The numbers are stored and never change their meaning.</summary>
/// <remarks>
/// The moves are <c>Submitted -> Running -> Succeeded | Failed | Cancelled</c> and
/// <c>Submitted -> Failed | Cancelled</c>. The last three are terminal: they never change again.
/// </remarks>
public enum StatementStatus
{
    /// <summary>No status; no stored statement has it.</summary>
    None = 0,

    /// <summary>Stored, its handle is known, nothing runs yet.</summary>
    Submitted = 1,

    /// <summary>Its executor is at work.</summary>
    Running = 2,

    /// <summary>Finished, its rows can be read.</summary>
    Succeeded = 3,

    /// <summary>Finished with an error.</summary>
    Failed = 4,

    /// <summary>Finished because somebody cancelled it.</summary>
    Cancelled = 5,
}
