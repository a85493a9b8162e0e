namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>A placeholder in SQL.</summary>
/// <param name="Name">The name, or the position from 1.</param>
/// <param name="Start">The position in the SQL.</param>
/// <param name="IsPositional">Whether it is written <c>?</c>.</param>
/// <param name="IsOperand">Whether it is an operand of an arithmetic operator, which is numeric in Snowflake.</param>
/// <param name="IsSelectItem">Whether it is an item of a select list by itself, so that its value is returned unchanged.</param>
internal readonly record struct DuckDbPlaceholder(string Name, int Start, bool IsPositional, bool IsOperand, bool IsSelectItem)
{
    /// <summary>The placeholder as in error messages.</summary>
    public string DisplayName => IsPositional ? "?" : $":{Name}";
}
