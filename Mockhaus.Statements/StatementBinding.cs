using System.Text;

namespace Mockhaus.Statements;

/// <summary>A value for a placeholder in the SQL.</summary>
/// <param name="Type">Snowflake's name of the type: FIXED, REAL, TEXT, BOOLEAN, DATE and so on.</param>
/// <param name="Value">The value as text in the form that the type has in the SQL API, or null.</param>
public sealed record StatementBinding(string Type, string? Value)
{
    /// <summary>Keeps the value out of whatever prints a binding.</summary>
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Type = ").Append(Type);
        return true;
    }
}
