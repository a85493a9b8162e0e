namespace Mockhaus.Statements.Stores;

/// <summary>The result of a conditional write of an <see cref="IStatementStore"/>.</summary>
/// <param name="Status">The outcome.</param>
/// <param name="Current">The stored statement: the caller's when written, otherwise the one that prevented the write; null for
/// <see cref="StatementWriteStatus.NotFound"/> and <see cref="StatementWriteStatus.SessionFull"/>.</param>
public readonly record struct StatementWrite(StatementWriteStatus Status, Statement? Current)
{
    /// <summary>Whether the statement of this call is stored.</summary>
    public bool Written => Status == StatementWriteStatus.Written;

    /// <summary>The result of an addition or a replacement that was stored.</summary>
    internal static StatementWrite Succeeded(Statement statement) => new(StatementWriteStatus.Written, statement);

    /// <summary>The result of a replacement that was not stored.</summary>
    /// <param name="current">The statement that is stored instead, or null when there is none.</param>
    internal static StatementWrite NotReplaced(Statement? current) =>
        new(current is null ? StatementWriteStatus.NotFound : StatementWriteStatus.VersionMismatch, current);
}
