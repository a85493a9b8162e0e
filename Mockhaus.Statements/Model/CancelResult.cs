namespace Mockhaus.Statements;

/// <summary>The truth about a cancel.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="Statement">The statement as it stands, or null when there is none.</param>
public sealed record CancelResult(CancelStatus Status, Statement? Statement);
