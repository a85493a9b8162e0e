namespace Mockhaus.Statements;

/// <summary>The result of a cancel.</summary>
/// <param name="Status">The outcome.</param>
/// <param name="Statement">The current statement, or null when there is none.</param>
public sealed record CancelResult(CancelStatus Status, Statement? Statement);
