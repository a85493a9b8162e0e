namespace Mockhaus.Statements.History;

/// <summary>What a history entry records. The numbers are stored.</summary>
public enum HistoryEntryKind
{
    /// <summary>A statement has reached its terminal status. There is one such entry for each statement.</summary>
    Ended = 0,

    /// <summary>A statement was stored. Recorded only with <see cref="StatementHistoryOptions.Required"/>; a list also shows statements that
    /// are still live in this form.</summary>
    Submitted = 1,

    /// <summary>Rows of a statement were read by means of a grant.</summary>
    SharedRead = 2,

    /// <summary>Rows of a statement were read by its own session.</summary>
    Read = 3,

    /// <summary>A statement was shared.</summary>
    Granted = 4,

    /// <summary>A share ended by revocation.</summary>
    Revoked = 5,

    /// <summary>The cancellation of a statement was requested.</summary>
    CancelRequested = 6,

    /// <summary>A statement was released by its session.</summary>
    Released = 7,

    /// <summary>A session was ended.</summary>
    SessionEnded = 8,

    /// <summary>Entries were erased. The entry does not tell whose.</summary>
    Erased = 9,

    /// <summary>Entries were lost, because the history was unavailable: <see cref="HistoryEntry.Lost"/> of them.</summary>
    Gap = 10,
}
