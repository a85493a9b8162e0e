namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>What an item of a select list is.</summary>
internal enum SelectItemKind
{
    /// <summary>Anything that is computed.</summary>
    Expression,

    /// <summary>A number, a text, or a truth value that is written in the SQL.</summary>
    Literal,

    /// <summary>A COUNT, which is never null.</summary>
    Count,

    /// <summary>A placeholder.</summary>
    Bound,

    /// <summary>A name, which may be a column's.</summary>
    Column,

    /// <summary>All columns.</summary>
    Star,
}
