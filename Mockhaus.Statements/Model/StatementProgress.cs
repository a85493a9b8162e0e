namespace Mockhaus.Statements;

/// <summary>How far a running statement has come. Known to the manager that runs it, and never stored.</summary>
/// <param name="RowsWritten">How many rows of its result are written so far.</param>
/// <param name="Fraction">How much of the work is done, from 0 to 1, as the executor has told; null when it has not.</param>
/// <param name="Message">What it is doing, as the executor has told; null when it has not.</param>
public sealed record StatementProgress(long RowsWritten, double? Fraction, string? Message);
