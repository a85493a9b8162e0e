namespace Mockhaus.Statements.Stores;

/// <summary>The outcome of a conditional write of an <see cref="IStatementStore"/>.</summary>
/// <remarks>
/// <see cref="IStatementStore.AddAsync"/> returns <see cref="Written"/>, <see cref="HandleTaken"/>, <see cref="RequestIdTaken"/> or
/// <see cref="SessionFull"/>. <see cref="IStatementStore.ReplaceAsync"/> returns <see cref="Written"/>, <see cref="NotFound"/> or
/// <see cref="VersionMismatch"/>.
/// </remarks>
public enum StatementWriteStatus
{
    /// <summary>The store has no statement with this handle, so nothing was replaced.</summary>
    NotFound = 0,

    /// <summary>The statement of this call is stored.</summary>
    Written = 1,

    /// <summary>The stored statement has another version than the expected one.</summary>
    VersionMismatch = 2,

    /// <summary>Another statement has the handle.</summary>
    HandleTaken = 3,

    /// <summary>Another statement of the session holds the request id and does not yield it.</summary>
    RequestIdTaken = 4,

    /// <summary>The session has as many statements as it may have.</summary>
    SessionFull = 5,
}
