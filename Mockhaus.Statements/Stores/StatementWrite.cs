namespace Mockhaus.Statements.Stores;

/// <summary>What became of a conditional write.</summary>
/// <param name="Written">Whether this call's statement is now the stored one.</param>
/// <param name="Current">The stored statement: the caller's when written, otherwise the one that stood in the way;
/// null when there was none to replace, or no room for one more.</param>
public readonly record struct StatementWrite(bool Written, Statement? Current);
