namespace Mockhaus.Statements.History;

/// <summary>What to erase: the entries of one session, one user, or one statement.</summary>
public sealed record HistoryErasure
{
    private HistoryErasure()
    {
    }

    /// <summary>The session, or null.</summary>
    public string? SessionId { get; private init; }

    /// <summary>The user, or null.</summary>
    public string? User { get; private init; }

    /// <summary>The statement, or null.</summary>
    public StatementHandle? Handle { get; private init; }

    /// <summary>Everything of a session.</summary>
    /// <param name="sessionId">The session.</param>
    /// <returns>The erasure.</returns>
    public static HistoryErasure OfSession(string sessionId)
    {
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        return new() { SessionId = sessionId };
    }

    /// <summary>Everything of a user.</summary>
    /// <param name="user">The user (<see cref="Statement.User"/>), compared ordinally.</param>
    /// <returns>The erasure.</returns>
    public static HistoryErasure OfUser(string user)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        return new() { User = user };
    }

    /// <summary>Everything of a statement.</summary>
    /// <param name="handle">The statement.</param>
    /// <returns>The erasure.</returns>
    public static HistoryErasure OfStatement(StatementHandle handle) => new() { Handle = handle };

    /// <summary>Whether an entry is to be erased.</summary>
    /// <param name="entry">The entry.</param>
    /// <returns>True when it belongs to the session, the user or the statement.</returns>
    public bool Matches(HistoryEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return SessionId is not null ? SessionId == entry.SessionId
            : User is not null ? User == entry.User
            : Handle == entry.Handle;
    }

    /// <summary>Keeps the session and the user out of logs.</summary>
    /// <returns>What kind of erasure it is.</returns>
    public override string ToString() => SessionId is not null ? "a session" : User is not null ? "a user" : $"statement {Handle}";
}
