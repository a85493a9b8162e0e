using System.Globalization;
using System.Text;

namespace Mockhaus.Statements;

/// <summary>The value of a placeholder in the SQL, or one value for each execution of a batch.</summary>
/// <param name="Type">Snowflake's name of the type: FIXED, REAL, TEXT, BOOLEAN, DATE and so on.</param>
/// <param name="Value">The value as text in the SQL API's format for the type, or null.</param>
public sealed record StatementBinding(string Type, string? Value)
{
    /// <summary>The values of a batch: the statement is executed once with each value, in order. Null: there is one
    /// execution, with <see cref="Value"/>.</summary>
    /// <remarks>
    /// <para>All batches of a statement have the same length; single values are the same in each execution. All executions
    /// are one transaction. Counts of changed rows are added up, and the rows of queries
    /// follow one another.</para>
    /// <para>When this is set, <see cref="Value"/> is ignored. The list is copied. Its length is not limited;
    /// it is kept with the statement in the store.</para>
    /// </remarks>
    public IReadOnlyList<string?>? Values { get; init => field = value is null ? null : [.. value]; }

    /// <summary>Creates the binding of a CLR value, or the batch of an array or another sequence.</summary>
    /// <remarks>
    /// <para>No value is rounded or changed, and none depends on the machine's culture or time zone.</para>
    /// <list type="table">
    /// <listheader><term>Value</term><description>Binding</description></listheader>
    /// <item><term>integers of any width, <see cref="decimal"/></term><description>FIXED</description></item>
    /// <item><term><see cref="double"/>, <see cref="float"/>, <see cref="Half"/></term><description>REAL; NaN and the infinities too. A
    /// <see cref="float"/> is converted to the exact double: 0.1f is 0.10000000149011612.</description></item>
    /// <item><term><see cref="string"/>, <see cref="char"/>, <see cref="Guid"/></term><description>TEXT</description></item>
    /// <item><term><see cref="bool"/></term><description>BOOLEAN</description></item>
    /// <item><term><c>byte[]</c>, memory of bytes</term><description>BINARY: one value, not a batch</description></item>
    /// <item><term><see cref="DateOnly"/></term><description>DATE</description></item>
    /// <item><term><see cref="TimeOnly"/></term><description>TIME</description></item>
    /// <item><term><see cref="DateTime"/></term><description>TIMESTAMP_NTZ: date and time unchanged, for any
    /// <see cref="DateTimeKind"/></description></item>
    /// <item><term><see cref="DateTimeOffset"/></term><description>TIMESTAMP_TZ: the instant and the offset</description></item>
    /// <item><term>null, <see cref="DBNull"/></term><description>TEXT without a value; <see cref="Null"/> for another
    /// type</description></item>
    /// <item><term>a <see cref="StatementBinding"/></term><description>itself</description></item>
    /// <item><term>an array, list or sequence of one of these</term><description>a batch (<see cref="Values"/>); may contain
    /// nulls</description></item>
    /// </list>
    /// <para>A <c>byte[]</c> in a batch is one of its values. <c>object[]</c> is refused, because it can also mean one value for each
    /// placeholder.</para>
    /// </remarks>
    /// <param name="value">The value.</param>
    /// <returns>The binding.</returns>
    /// <exception cref="ArgumentException">The type has no binding (an enum or a <see cref="TimeSpan"/>, for example), or the
    /// values of a batch have different types.</exception>
    public static StatementBinding From(object? value) => BindingValues.From(value);

    /// <summary>Creates a null of a type.</summary>
    /// <param name="type">Snowflake's name of the type, such as DATE.</param>
    /// <returns>The binding.</returns>
    public static StatementBinding Null(string type)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        return new(type, null);
    }

    /// <summary>Creates bindings by position: <c>Bindings = StatementBinding.Positional(7, "a")</c>.</summary>
    /// <param name="values">The values, as for <see cref="From"/>: a typed array is the batch of one placeholder, also when it
    /// is the only value; an <c>object[]</c> contains one value for each placeholder.</param>
    /// <returns>The bindings, with the keys <c>"1"</c>, <c>"2"</c> and so on.</returns>
    /// <exception cref="ArgumentException">The type of a value has no binding.</exception>
    public static IReadOnlyDictionary<string, StatementBinding> Positional(params object?[]? values)
    {
        var bindings = new Dictionary<string, StatementBinding>();

        // C# passes a single null, or a single string array, instead of an array that contains it.
        foreach (var value in values is null || values.GetType() != typeof(object[]) ? [values] : values)
        {
            bindings.Add((bindings.Count + 1).ToString(CultureInfo.InvariantCulture), From(value));
        }

        return bindings;
    }

    /// <summary>Whether two bindings have the same type and the same values.</summary>
    /// <param name="other">The other binding.</param>
    /// <returns>True when they are equal.</returns>
    public bool Equals(StatementBinding? other) =>
        other is not null
        && Type == other.Type
        && Value == other.Value
        && (Values is null ? other.Values is null : other.Values is not null && Values.SequenceEqual(other.Values));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, Value, Values?.Count);

    /// <summary>The number of characters of all values.</summary>
    internal long Length => (Value?.Length ?? 0) + (Values?.Sum(value => (long)(value?.Length ?? 0)) ?? 0);

    /// <summary>Keeps the value out of ToString.</summary>
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Type = ").Append(Type);
        return true;
    }
}
