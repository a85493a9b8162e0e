namespace Mockhaus.Statements;

/// <summary>The progress of a running statement. Only known to the manager that runs it, and never stored.</summary>
/// <param name="RowsWritten">The number of rows written so far.</param>
/// <param name="Fraction">The completed part of the work, from 0 to 1, as the executor reported it, or null.</param>
/// <param name="Message">The current activity, as the executor reported it, or null.</param>
public sealed record StatementProgress(long RowsWritten, double? Fraction, string? Message);
