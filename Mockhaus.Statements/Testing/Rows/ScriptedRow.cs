using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Mockhaus.Statements.Testing;

/// <summary>The values of one row of a scripted result, in the order of its columns.</summary>
/// <remarks>
/// Written as a collection expression: <c>[1, "a", null]</c>. It accepts null, booleans, all integers up to
/// <see cref="Int128"/>, <see cref="decimal"/>, <see cref="float"/>, <see cref="double"/>, text, <see cref="char"/>,
/// <see cref="DateTime"/>, <see cref="DateTimeOffset"/>, <see cref="DateOnly"/>, <see cref="TimeOnly"/>,
/// <see cref="TimeSpan"/>, <see cref="Guid"/>, enumerations and arrays of bytes; docs/types.md describes their conversion.
/// </remarks>
[CollectionBuilder(typeof(ScriptedRow), nameof(Create))]
public readonly record struct ScriptedRow
{
    private readonly ImmutableArray<object?> _values;

    private ScriptedRow(ImmutableArray<object?> values) => _values = values;

    internal ImmutableArray<object?> Values => _values.IsDefault ? [] : _values;

    /// <summary>Creates a row. Called by collection expressions.</summary>
    /// <param name="values">The values. <see cref="DBNull"/> counts as null.</param>
    /// <returns>The row.</returns>
    public static ScriptedRow Create(ReadOnlySpan<object?> values)
    {
        var copy = ImmutableArray.CreateBuilder<object?>(values.Length);
        foreach (var value in values)
        {
            copy.Add(value is DBNull ? null : value);
        }

        return new(copy.MoveToImmutable());
    }

    /// <summary>Enumerates the values.</summary>
    /// <returns>An enumerator of the values.</returns>
    public IEnumerator<object?> GetEnumerator() => ((IEnumerable<object?>)Values).GetEnumerator();
}
