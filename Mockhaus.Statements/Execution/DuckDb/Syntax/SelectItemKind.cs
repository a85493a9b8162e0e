namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>The kind of an item of a select list.</summary>
internal enum SelectItemKind
{
    /// <summary>An expression.</summary>
    Expression,

    /// <summary>A number, text or boolean literal.</summary>
    Literal,

    /// <summary>A COUNT, which is never null.</summary>
    Count,

    /// <summary>A placeholder.</summary>
    Bound,

    /// <summary>A name, which can be that of a column.</summary>
    Column,

    /// <summary>All columns.</summary>
    Star,
}
