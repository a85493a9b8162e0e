namespace Mockhaus.Statements.Transfer;

/// <summary>The result of copying one statement.</summary>
/// <param name="Kind">The outcome.</param>
/// <param name="IsWhole">Whether the source can remove the statement without a loss.</param>
/// <param name="Holder">The conflicting statement.</param>
internal readonly record struct CopyOutcome(CopyKind Kind, bool IsWhole = false, StatementHandle Holder = default);
