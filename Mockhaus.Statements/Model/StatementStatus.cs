namespace Mockhaus.Statements;

/// <summary>The status of a statement. The numbers are stored and never change.</summary>
/// <remarks>
/// The transitions are <c>Submitted -> Running -> Succeeded | Failed | Cancelled</c> and
/// <c>Submitted -> Failed | Cancelled</c>. The last three are terminal: a statement in one of them never changes its status again.
/// </remarks>
public enum StatementStatus
{
    /// <summary>No status. No stored statement has it.</summary>
    None = 0,

    /// <summary>Stored, and waiting for an executor.</summary>
    Submitted = 1,

    /// <summary>Its executor is running.</summary>
    Running = 2,

    /// <summary>Finished; its rows can be read.</summary>
    Succeeded = 3,

    /// <summary>Finished with an error.</summary>
    Failed = 4,

    /// <summary>Finished by a cancel.</summary>
    Cancelled = 5,
}
