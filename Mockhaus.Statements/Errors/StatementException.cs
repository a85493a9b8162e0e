namespace Mockhaus.Statements;

/// <summary>The base of the errors of this library that a caller can do something about.</summary>
/// <param name="message">What was asked, what was found, what to do.</param>
/// <param name="innerException">The cause, or null.</param>
public abstract class StatementException(string message, Exception? innerException) : Exception(message, innerException);
