namespace Mockhaus.Statements;

/// <summary>A place in a list of statements, which are sorted by creation, newest first, and then by handle.</summary>
/// <remarks>It stays good when the statement it was taken from is gone, and when new ones come.</remarks>
/// <param name="CreatedAt">When the last statement seen was created.</param>
/// <param name="Handle">Its handle.</param>
public readonly record struct StatementCursor(DateTimeOffset CreatedAt, StatementHandle Handle)
{
    /// <summary>The place right after a statement.</summary>
    /// <param name="statement">The last statement seen.</param>
    /// <returns>The place.</returns>
    public static StatementCursor After(Statement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return new(statement.CreatedAt, statement.Handle);
    }

    /// <summary>Whether a statement comes after this place.</summary>
    /// <param name="statement">The statement.</param>
    /// <returns>Whether it is older, or as old with a lower handle.</returns>
    public bool IsBefore(Statement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        var order = statement.CreatedAt.CompareTo(CreatedAt);
        return order < 0 || (order == 0 && statement.Handle.Value.CompareTo(Handle.Value) < 0);
    }
}
