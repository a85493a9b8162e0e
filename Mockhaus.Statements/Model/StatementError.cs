namespace Mockhaus.Statements;

/// <summary>The error of a statement, as the SQL API describes it.</summary>
/// <param name="Code">The code: six digits, see <see cref="StatementErrorCodes"/>.</param>
/// <param name="SqlState">The five characters of SQLSTATE.</param>
/// <param name="Message">What happened, for the person who wrote the SQL.</param>
public sealed record StatementError(string Code, string SqlState, string Message);
