using System.Globalization;
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

    /// <summary>Makes the binding of a CLR value; of an array or another sequence, a batch.</summary>
    /// <remarks>
    /// <para>No value is rounded or changed, and none depends on the machine's culture or zone.</para>
    /// <list type="table">
    /// <listheader><term>Value</term><description>Binding</description></listheader>
    /// <item><term>integers of any width, <see cref="decimal"/></term><description>FIXED</description></item>
    /// <item><term><see cref="double"/>, <see cref="float"/>, <see cref="Half"/></term><description>REAL; NaN and the infinities too. A
    /// <see cref="float"/> is the double that it is exactly: 0.1f is 0.10000000149011612.</description></item>
    /// <item><term><see cref="string"/>, <see cref="char"/>, <see cref="Guid"/></term><description>TEXT</description></item>
    /// <item><term><see cref="bool"/></term><description>BOOLEAN</description></item>
    /// <item><term><c>byte[]</c>, memory of bytes</term><description>BINARY: one value, not a batch</description></item>
    /// <item><term><see cref="DateOnly"/></term><description>DATE</description></item>
    /// <item><term><see cref="TimeOnly"/></term><description>TIME</description></item>
    /// <item><term><see cref="DateTime"/></term><description>TIMESTAMP_NTZ: date and time as they stand there, whatever the
    /// <see cref="DateTimeKind"/></description></item>
    /// <item><term><see cref="DateTimeOffset"/></term><description>TIMESTAMP_TZ: the moment and the offset</description></item>
    /// <item><term>null, <see cref="DBNull"/></term><description>TEXT without a value; <see cref="Null"/> for another type</description></item>
    /// <item><term>a <see cref="StatementBinding"/></term><description>itself</description></item>
    /// <item><term>an array, list or sequence of one of these</term><description>a batch (<see cref="Values"/>); nulls may stand among
    /// its values</description></item>
    /// </list>
    /// <para>A <c>byte[]</c> in a batch is one of its values. <c>object[]</c> is refused, because it may be meant as one value for each placeholder.</para>
    /// </remarks>
    /// <param name="value">The value.</param>
    /// <returns>The binding.</returns>
    /// <exception cref="ArgumentException">There is no binding for such a type (an enum or a <see cref="TimeSpan"/>, for example), or the
    /// values of a batch differ in it.</exception>
    public static StatementBinding From(object? value) => BindingValues.Of(value);

    /// <summary>Makes a null of a type.</summary>
    /// <param name="type">Snowflake's name of the type, such as DATE.</param>
    /// <returns>The binding.</returns>
    public static StatementBinding Null(string type)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        return new(type, null);
    }

    /// <summary>Makes the bindings of placeholders by position: <c>Bindings = StatementBinding.Positional(7, "a")</c>.</summary>
    /// <param name="values">The values, as <see cref="From"/> takes them: an array of a type is the batch of one placeholder, also when it
    /// is the only value; <c>object[]</c> has a value for each.</param>
    /// <returns>The bindings, by <c>"1"</c>, <c>"2"</c> and so on.</returns>
    /// <exception cref="ArgumentException">There is no binding for a value.</exception>
    public static IReadOnlyDictionary<string, StatementBinding> Positional(params object?[]? values)
    {
        var bindings = new Dictionary<string, StatementBinding>();

        // C# hands a single null, or a single array of texts, over in place of the array that it makes of several values.
        foreach (var value in values is null || values.GetType() != typeof(object[]) ? [values] : values)
        {
            bindings.Add((bindings.Count + 1).ToString(CultureInfo.InvariantCulture), From(value));
        }

        return bindings;
    }

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
