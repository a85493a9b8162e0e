namespace Mockhaus.Statements;

/// <summary>A position in a list of statements, which are sorted by creation, newest first, and then by handle.</summary>
/// <remarks>It stays valid when its statement is removed, and when new statements are added.</remarks>
/// <param name="CreatedAt">When the last statement of the page was created.</param>
/// <param name="Handle">Its handle.</param>
public readonly record struct StatementCursor(DateTimeOffset CreatedAt, StatementHandle Handle)
{
    /// <summary>Creates the position after a statement.</summary>
    /// <param name="statement">The last statement of the page.</param>
    /// <returns>The position.</returns>
    public static StatementCursor After(Statement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return new(statement.CreatedAt, statement.Handle);
    }

    /// <summary>Whether a statement comes after this position.</summary>
    /// <param name="statement">The statement.</param>
    /// <returns>True when it is older, or equally old with a lower handle.</returns>
    public bool IsBefore(Statement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        var order = statement.CreatedAt.CompareTo(CreatedAt);
        return order < 0 || (order == 0 && statement.Handle.Value.CompareTo(Handle.Value) < 0);
    }
}
