namespace Mockhaus.Statements.AspNetCore.FaultInjection;

/// <summary>The effect of a fault.</summary>
internal enum FaultKind
{
    /// <summary>Answers with an error status.</summary>
    Answer,

    /// <summary>Drops the connection.</summary>
    Drop,

    /// <summary>Answers 202, also when the statement has finished.</summary>
    Running,

    /// <summary>Releases the statement, so that its handle has expired.</summary>
    Expire,

    /// <summary>Sets the number of rows of a partition.</summary>
    Rows,

    /// <summary>Moves the clock forward.</summary>
    Advance,
}
