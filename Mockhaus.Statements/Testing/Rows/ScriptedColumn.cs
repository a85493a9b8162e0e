using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Testing;

/// <summary>A column of a scripted result: a name, with the type inferred from the values, or a complete column.</summary>
/// <remarks>Created implicitly from a <see cref="string"/> or a <see cref="ResultColumn"/>, which can be mixed,
/// as in <c>["ID", ResultColumn.Text("NAME")]</c>.</remarks>
public sealed record ScriptedColumn
{
    private ScriptedColumn(string name, ResultColumn? column) => (Name, Column) = (name, column);

    /// <summary>The name. The SQL API shows it in upper case, unless <see cref="ResultColumn.IsNameExact"/> is set.</summary>
    public string Name { get; }

    /// <summary>The column, or null when the type is inferred from the values.</summary>
    public ResultColumn? Column { get; }

    /// <summary>Creates a column whose type is inferred from its values.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static implicit operator ScriptedColumn(string name) => FromString(name);

    /// <summary>Creates a column with a given type.</summary>
    /// <param name="column">The column.</param>
    /// <exception cref="ArgumentException">The precision and scale of a fixed column are invalid.</exception>
    public static implicit operator ScriptedColumn(ResultColumn column) => FromResultColumn(column);

    /// <summary>Creates a column whose type is inferred from its values.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The column.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static ScriptedColumn FromString(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new(name, null);
    }

    /// <summary>Creates a column with a given type.</summary>
    /// <param name="column">The column.</param>
    /// <returns>The column.</returns>
    /// <exception cref="ArgumentException">The precision and scale of a fixed column are invalid.</exception>
    public static ScriptedColumn FromResultColumn(ResultColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (column is { Type: ResultColumnType.Fixed, Precision: var precision, Scale: var scale }
            && (precision is < 1 or > 38 || scale < 0 || scale > (precision ?? 38)))
        {
            throw new ArgumentException(
                $"Column '{column.Name}' has {precision} digits, {scale} of them after the decimal point. See {nameof(ResultColumn)}.Fixed for the allowed values.",
                nameof(column));
        }

        return new(column.Name, column);
    }
}
