using System.Text;

namespace Mockhaus.Statements;

/// <summary>A value for a placeholder in the SQL, or one for each execution of a batch.</summary>
/// <param name="Type">Snowflake's name of the type: FIXED, REAL, TEXT, BOOLEAN, DATE and so on.</param>
/// <param name="Value">The value as text in the form that the type has in the SQL API, or null.</param>
public sealed record StatementBinding(string Type, string? Value)
{
    /// <summary>The values of a batch: the statement is executed once with each of them, in their order. Null: there is one
    /// execution, with <see cref="Value"/>.</summary>
    /// <remarks>
    /// <para>All batches of a statement have the same length; values beside them are the same in each execution. The executions
    /// are one transaction: all of them change something, or none does. Counts of changed rows are added up, and rows of queries
    /// follow one another.</para>
    /// <para>With any value here, <see cref="Value"/> is not looked at. The list is copied. How long it may be is not limited here;
    /// it is kept with the statement, in the store's memory or file.</para>
    /// </remarks>
    public IReadOnlyList<string?>? Values { get; init => field = value is null ? null : [.. value]; }

    /// <summary>Whether two bindings have the same type and the same values.</summary>
    /// <param name="other">The other one.</param>
    /// <returns>Whether they are the same.</returns>
    public bool Equals(StatementBinding? other) =>
        other is not null
        && Type == other.Type
        && Value == other.Value
        && (Values is null ? other.Values is null : other.Values is not null && Values.SequenceEqual(other.Values));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, Value, Values?.Count);

    /// <summary>How many characters the values have.</summary>
    internal long Length => (Value?.Length ?? 0) + (Values?.Sum(value => (long)(value?.Length ?? 0)) ?? 0);

    /// <summary>Keeps the value out of whatever prints a binding.</summary>
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Type = ").Append(Type);
        return true;
    }
}
