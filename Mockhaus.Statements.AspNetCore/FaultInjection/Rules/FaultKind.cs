namespace Mockhaus.Statements.AspNetCore.FaultInjection;

/// <summary>What a fault does.</summary>
internal enum FaultKind
{
    /// <summary>Answers with a status in place of the answer.</summary>
    Answer,

    /// <summary>Drops the connection.</summary>
    Drop,

    /// <summary>Answers 202 although the statement may have finished.</summary>
    Running,

    /// <summary>Releases the statement, so that its handle has expired.</summary>
    Expire,

    /// <summary>Cuts the result into partitions of so many rows.</summary>
    Rows,

    /// <summary>Moves the clock forward.</summary>
    Advance,
}
