namespace Mockhaus.Statements;

/// <summary>A session cannot be opened as persistent, or cannot be closed. Its storage is unchanged.</summary>
/// <param name="sessionId">The session.</param>
/// <param name="message">The reason, and what to do.</param>
public sealed class SessionStorageException(string sessionId, string message) : StatementException(message, null)
{
    /// <summary>The session.</summary>
    public string SessionId { get; } = sessionId;
}
