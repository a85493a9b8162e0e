namespace Mockhaus.Statements.Transfer;

/// <summary>What became of one statement.</summary>
/// <param name="Kind">What.</param>
/// <param name="IsWhole">Whether nothing is lost when the source lets go of it.</param>
/// <param name="Holder">What stands in its way.</param>
internal readonly record struct CopyOutcome(CopyKind Kind, bool IsWhole = false, StatementHandle Holder = default);
