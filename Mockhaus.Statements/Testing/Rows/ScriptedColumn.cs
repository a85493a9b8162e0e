using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Testing;

/// <summary>A column of a scripted result: only its name, when its values shall tell the type, or the whole column.</summary>
/// <remarks>Not to be written out: a <see cref="string"/> and a <see cref="ResultColumn"/> each become one, also side by side,
/// as in <c>["ID", ResultColumn.Text("NAME")]</c>.</remarks>
public sealed record ScriptedColumn
{
    private ScriptedColumn(string name, ResultColumn? column) => (Name, Column) = (name, column);

    /// <summary>Its name. The SQL API shows it in upper case, unless <see cref="ResultColumn.IsNameExact"/> is set.</summary>
    public string Name { get; }

    /// <summary>The column, or null when its values tell the type.</summary>
    public ResultColumn? Column { get; }

    /// <summary>A column whose values tell its type.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static implicit operator ScriptedColumn(string name) => FromString(name);

    /// <summary>A column whose type is known.</summary>
    /// <param name="column">The column.</param>
    /// <exception cref="ArgumentException">The digits of a fixed column make no sense.</exception>
    public static implicit operator ScriptedColumn(ResultColumn column) => FromResultColumn(column);

    /// <summary>A column whose values tell its type.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The column.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static ScriptedColumn FromString(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new(name, null);
    }

    /// <summary>A column whose type is known.</summary>
    /// <param name="column">The column.</param>
    /// <returns>The column.</returns>
    /// <exception cref="ArgumentException">The digits of a fixed column make no sense.</exception>
    public static ScriptedColumn FromResultColumn(ResultColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (column is { Type: ResultColumnType.Fixed, Precision: var precision, Scale: var scale }
            && (precision is < 1 or > 38 || scale < 0 || scale > (precision ?? 38)))
        {
            throw new ArgumentException(
                $"Column '{column.Name}' has {precision} digits, {scale} of them behind the point. {nameof(ResultColumn)}.Fixed says what goes.",
                nameof(column));
        }

        return new(column.Name, column);
    }
}
