namespace Mockhaus.Statements;

/// <summary>A session cannot be opened as persistent, or cannot be closed. It stays as it is.</summary>
/// <param name="sessionId">The session.</param>
/// <param name="message">Why, and what to do.</param>
public sealed class SessionStorageException(string sessionId, string message) : StatementException(message, null)
{
    /// <summary>The session.</summary>
    public string SessionId { get; } = sessionId;
}
