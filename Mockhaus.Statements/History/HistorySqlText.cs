namespace Mockhaus.Statements.History;

/// <summary>How much of the SQL the history keeps.</summary>
public enum HistorySqlText
{
    /// <summary>Literals, numbers and comments are replaced; of SQL that could not be parsed only keywords remain.</summary>
    Redacted = 0,

    /// <summary>No SQL.</summary>
    None = 1,

    /// <summary>The SQL as it was submitted, and the texts of errors.</summary>
    Full = 2,
}
