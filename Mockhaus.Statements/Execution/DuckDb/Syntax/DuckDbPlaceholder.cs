namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>A placeholder as it stands in the SQL.</summary>
/// <param name="Name">Its name, or its position from 1.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="IsPositional">Whether it is written <c>?</c>.</param>
/// <param name="IsOperand">Whether a sign of arithmetic stands beside it, which means numbers to Snowflake.</param>
/// <param name="IsSelectItem">Whether it is an item of a select list and nothing else, so that its value is shown as it is.</param>
internal readonly record struct DuckDbPlaceholder(string Name, int Start, bool IsPositional, bool IsOperand, bool IsSelectItem)
{
    /// <summary>The placeholder as errors name it.</summary>
    public string DisplayName => IsPositional ? "?" : $":{Name}";
}
